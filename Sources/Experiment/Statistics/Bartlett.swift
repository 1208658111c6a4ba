import Foundation

/// Bartlett's (1937) test: whether groups vary equally much around their means.
///
/// Levene's test with medians (Brown and Forsythe 1974) minds tails less, but with three values a group it sees next to nothing; the price of Bartlett's is
/// that skewed groups may be told to vary differently when they do not, which makes ranges wider.
public enum Bartlett {
  /// How often groups that vary equally would look as unequal or more, 0 to 1, by the χ² approximation; nil where fewer than two groups have two values.
  ///
  /// Groups of one value say nothing and are left out.
  public static func p(_ groups: [[Double]]) -> Double? {
    let parts = groups.filter { $0.count > 1 }.map { (freedom: Double($0.count - 1), variance: $0.variance) }
    guard parts.count > 1 else { return nil }
    let freedom = parts.reduce(0) { $0 + $1.freedom }
    let pooled = parts.reduce(0) { $0 + $1.freedom * $1.variance } / freedom
    guard pooled > 0 else { return 1 }
    let ratio = parts.reduce(0) { $0 - $1.freedom * log($1.variance / pooled) }
    let others = Double(parts.count - 1)
    let correction = 1 + (parts.reduce(0) { $0 + 1 / $1.freedom } - 1 / freedom) / (3 * others)
    return ChiSquare.upperTail(ratio / correction, degreesOfFreedom: parts.count - 1)
  }
}

/// The χ² distribution of whole degrees of freedom, at least 1.
enum ChiSquare {
  /// The probability of more than x: by adding up its closed form, from one degree of freedom or two in steps of two.
  static func upperTail(_ x: Double, degreesOfFreedom: Int) -> Double {
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let isOdd = degreesOfFreedom % 2 == 1
    var tail = isOdd ? erfc((x / 2).squareRoot()) : exp(-x / 2)
    // e^(−x/2) (x/2)^(n/2) / Γ(n/2 + 1), through logarithms, because its parts leave the range of numbers.
    for freedom in stride(from: isOdd ? 1 : 2, to: degreesOfFreedom, by: 2) {
      let half = Double(freedom) / 2
      tail += exp(half * log(x / 2) - x / 2 - lgamma(half + 1))
    }
    return min(tail, 1)
  }
}
