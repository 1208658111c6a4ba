/// Student's t distribution.
public enum StudentT {
  /// The probability of more than t.
  public static func upperTail(_ t: Double, degreesOfFreedom: Double) -> Double { .nan }
  /// The probability of a value at least as far from 0 as t.
  public static func twoSided(_ t: Double, degreesOfFreedom: Double) -> Double { .nan }
  /// The value below which a share of the distribution lies.
  public static func quantile(_ share: Double, degreesOfFreedom: Double) -> Double { .nan }
}

/// Fisher's F distribution.
public enum FisherF {
  /// The probability of more than f.
  public static func upperTail(_ f: Double, _ numerator: Double, _ denominator: Double) -> Double { .nan }
  /// The value below which a share of the distribution lies.
  public static func quantile(_ share: Double, _ numerator: Double, _ denominator: Double) -> Double { .nan }
}
