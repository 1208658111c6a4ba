import Foundation

/// Student's t distribution. Degrees of freedom are above 0, whole or not; infinite ones make it the normal distribution.
public enum StudentT {
  /// The probability of more than t.
  public static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double {
    let outside = twoSided(t, degreesOfFreedom: degreesOfFreedom) / 2
    return t < 0 ? 1 - outside : outside
  }

  /// The probability of a value at least as far from 0 as t.
  public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double {
    guard degreesOfFreedom.isFinite else { return erfc(abs(t) / 2.0.squareRoot()) }
    let square = t * t
    guard square.isFinite else { return 0 }
    let whole = degreesOfFreedom + square
    return BetaFunction.complement(square / whole, y: degreesOfFreedom / whole, 0.5, degreesOfFreedom / 2)
  }

  /// The value below which a share of the distribution lies; the share is above 0 and below 1.
  public static func quantile(_ share: Double, degreesOfFreedom: Double) -> Double {
    if share < 0.5 { return -quantile(1 - share, degreesOfFreedom: degreesOfFreedom) }
    return critical(2 * (1 - share), degreesOfFreedom: degreesOfFreedom)
  }

  /// How far from 0 only that share of the distribution lies, both sides together.
  public static func critical(_ share: Double, degreesOfFreedom: Double) -> Double {
    Root.ofTail(share) { twoSided($0, degreesOfFreedom: degreesOfFreedom) }
  }
}
