import Foundation

/// The largest of the t values, regardless of sign, of several means that are each compared with the same baseline.
///
/// Two of the differences correlate by λᵢ·λⱼ, so that, given the baseline's luck and the estimated standard deviation, they are independent (Dunnett 1955,
/// 1964): their common distribution is an integral over these two, however many they are.
public struct DunnettDistribution {
  private struct Part {
    let loading: Double
    let spread: Double
    let count: Double
  }

  private let parts: [Part]
  private let degreesOfFreedom: Double
  private let scales: ScaleAverage
  private let grid: [(place: Double, weight: Double)]

  /// The distribution for some differences.
  ///
  /// - Parameters:
  ///   - loadings: λᵢ of each difference, 0 to 1: the root of the baseline's share of the variance of the difference; √½ with equal sizes.
  ///   - degreesOfFreedom: Those of the standard deviation, above 0, whole or not, or infinite.
  public init(loadings: [Double], degreesOfFreedom: Double) {
    // 0.995 where the baseline is all that varies: the differences are one then, and the integrand a cliff.
    let kept = loadings.map { min(max($0, 0), 0.995) }
    parts = Dictionary(grouping: kept) { $0 }.sorted { $0.key < $1.key }
      .map { Part(loading: $0, spread: (1 - $0 * $0).squareRoot(), count: Double($1.count)) }
    self.degreesOfFreedom = degreesOfFreedom
    scales = ScaleAverage(degreesOfFreedom: degreesOfFreedom)
    let sharpest = parts.map { $0.spread / max($0.loading, 0.5) }.min() ?? 1
    grid = NormalGrid.nodes(step: min(0.25, 0.35 * sharpest))
  }

  /// The probability that one of the differences is more than d standard errors, to about 1e-10.
  public func upperTail(_ d: Double) -> Double {
    guard d > 0 else { return 1 }
    return min(1, max(0, 1 - scales.of(steepness: 2 * d) { below(d * $0) }))
  }

  /// The standard errors that only that share exceeds.
  public func critical(_ share: Double) -> Double {
    // More than one difference has, less than Bonferroni allows all of them.
    let count = parts.reduce(0) { $0 + $1.count }
    let bounds = [share, share / count].map { StudentT.critical($0, degreesOfFreedom: degreesOfFreedom) }
    return Root.ofTail(share, in: bounds[0] * 0.999...bounds[1] * 1.001, upperTail)
  }

  private func below(_ distance: Double) -> Double {
    grid.reduce(0) { sum, node in
      var product = node.weight
      for part in parts {
        let centre = part.loading * node.place
        let within =
          NormalGrid.below((centre + distance) / part.spread)
          - NormalGrid.below((centre - distance) / part.spread)
        product *= part.count == 1 ? within : pow(max(within, 0), part.count)
      }
      return sum + product
    }
  }
}
