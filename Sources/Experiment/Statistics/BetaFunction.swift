import Foundation

/// The regularised incomplete beta function, on which the t and F distributions rest.
enum BetaFunction {
  /// I(x; a, b) for x from 0 to 1 and a, b above 0: the continued fraction of DLMF 8.17.22, evaluated by Lentz's method as Thompson and Barnett (1986) have it.
  static func regularized(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges quickly below the mean; above it the mirrored one does.
    if x > (a + 1) / (a + b + 2) { return 1 - part(1 - x, b, a) }
    return part(x, a, b)
  }

  /// 1 − I(x; a, b), precise where that is small. `y` is 1 − x.
  static func complement(_ x: Double, y: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 1 }
    guard y > 0 else { return 0 }
    if y > (b + 1) / (a + b + 2) { return 1 - part(x, a, b) }
    return part(y, b, a)
  }

  private static func part(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let front = a * Foundation.log(x) + b * log1p(-x) - logBeta(a, b)
    return exp(front) / a * fraction(x, a, b)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// The logarithm of the gamma function, for numbers above 0.
  static func logGamma(_ x: Double) -> Double { lgamma(x).0 }
}
