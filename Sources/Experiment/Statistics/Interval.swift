/// A mean, and how uncertain it is: the range that holds the true mean in 95 of 100 repetitions of the whole experiment.
public struct Interval: Codable, Equatable, Sendable {
  /// What the range takes into account.
  public enum Basis: String, Codable, Sendable {
    /// Other seeds and other images of the same kind would give another mean.
    case seedsAndImages = "seeds_and_images"
    /// Other seeds on these very images: nothing is known by image.
    case seedsOnly = "seeds_only"
    /// These very networks on other images: there is one seed, so that nothing is known of training again.
    case imagesOnly = "images_only"
    /// There is one number, and no range.
    case none
  }

  /// The mean, in the unit of the score.
  public let mean: Double
  /// The lower end; absent where `basis` is none.
  public let low: Double?
  /// The upper end; absent where `basis` is none.
  public let high: Double?
  /// The estimated standard deviation of the mean; absent where `basis` is none.
  public let standardError: Double?
  /// Those of Student's t, at least 1, seldom a whole number; absent where `basis` is none.
  public let degreesOfFreedom: Double?
  /// What the range takes into account.
  public let basis: Basis

  /// A mean without a range.
  public init(mean: Double) {
    self.mean = mean
    low = nil
    high = nil
    standardError = nil
    degreesOfFreedom = nil
    basis = .none
  }

  /// A mean ± so many standard errors.
  init(mean: Double, _ error: Uncertainty, critical: Double) {
    self.mean = mean
    low = mean - critical * error.standardError
    high = mean + critical * error.standardError
    standardError = error.standardError
    degreesOfFreedom = error.degreesOfFreedom
    basis = error.basis
  }

  /// Half the width of the range; absent where `basis` is none.
  public var halfWidth: Double? { low.flatMap { low in high.map { ($0 - low) / 2 } } }

  private enum CodingKeys: String, CodingKey {
    case mean, low, high, basis
    case standardError = "standard_error"
    case degreesOfFreedom = "degrees_of_freedom"
  }
}

extension Interval {
  /// The same of the difference the other way round.
  var negated: Interval {
    guard let low, let high, let standardError, let degreesOfFreedom else { return Interval(mean: -mean) }
    let term = Uncertainty.Term(
      variance: standardError * standardError, degreesOfFreedom: degreesOfFreedom)
    let error = Uncertainty(term, basis: basis)
    return Interval(mean: -mean, error, critical: standardError > 0 ? (high - low) / 2 / standardError : 0)
  }
}
