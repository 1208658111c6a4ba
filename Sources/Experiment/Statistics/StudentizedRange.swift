import Foundation

/// The range of k equal normal means in units of their estimated standard deviation: Tukey's honest differences rest on it.
public struct StudentizedRange {
  private let groups: Int
  private let degreesOfFreedom: Double
  private let scales: ScaleAverage
  private static let grid = NormalGrid.nodes(step: 0.25).map {
    ($0.place, $0.weight, NormalGrid.below($0.place))
  }

  /// The distribution for that many means.
  ///
  /// - Parameters:
  ///   - groups: At least 2.
  ///   - degreesOfFreedom: Those of the standard deviation, above 0, whole or not, or infinite.
  public init(groups: Int, degreesOfFreedom: Double) {
    self.groups = groups
    self.degreesOfFreedom = degreesOfFreedom
    scales = ScaleAverage(degreesOfFreedom: degreesOfFreedom)
  }

  /// The probability of a range of more than q, to about 1e-12.
  public func upperTail(_ q: Double) -> Double {
    guard q > 0 else { return 1 }
    return min(1, max(0, 1 - scales.of(steepness: q) { below(q * $0) }))
  }

  /// The range that only that share exceeds.
  public func critical(_ share: Double) -> Double {
    // More than one pair has, less than Bonferroni allows all of them.
    let pairs = Double(groups * (groups - 1) / 2)
    let bounds = [share, share / pairs].map {
      2.0.squareRoot() * StudentT.critical($0, degreesOfFreedom: degreesOfFreedom)
    }
    return Root.ofTail(share, in: bounds[0] * 0.999...bounds[1] * 1.001, upperTail)
  }

  /// The probability that k standard normal numbers lie within a width w: the lowest or highest one anywhere, the others within w of it.
  private func below(_ width: Double) -> Double {
    let power = Double(groups - 1)
    let sum = Self.grid.reduce(0.0) { sum, node in
      let within = node.2 - NormalGrid.below(node.0 - width)
      return within > 0 ? sum + node.1 * pow(within, power) : sum
    }
    return Double(groups) * sum
  }
}
