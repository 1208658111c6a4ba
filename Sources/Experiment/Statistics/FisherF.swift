/// Fisher's F distribution. Degrees of freedom are above 0 and finite, whole or not.
public enum FisherF {
  /// The probability of more than f.
  ///
  /// - Parameters:
  ///   - numerator: The degrees of freedom of the mean square above the line.
  ///   - denominator: Those of the one below.
  public static func upperTail(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double {
    guard f > 0 else { return 1 }
    guard f.isFinite else { return 0 }
    let whole = numerator * f + denominator
    return BetaFunction.complement(
      numerator * f / whole, y: denominator / whole, numerator / 2, denominator / 2)
  }

  /// The value below which a share of the distribution lies; the share is above 0 and below 1.
  public static func quantile(_ share: Double, _ numerator: Double, _ denominator: Double) -> Double {
    Root.ofTail(1 - share) { upperTail($0, numerator, denominator) }
  }
}
