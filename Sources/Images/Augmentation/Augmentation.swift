/// How training samples are varied at random.
///
/// The default varies nothing but the place of the crop.
public struct Augmentation: Hashable, Sendable {
  /// How often something happens, and a number out of a range that says how strongly.
  public struct Factor: Hashable, Sendable {
    /// How often, 0...1.
    public var probability: Double
    /// The possible numbers.
    public var range: ClosedRange<Double>

    /// Makes a change that happens with the given probability.
    public init(probability: Double = 0, range: ClosedRange<Double> = 1...1) {
      self.probability = probability
      self.range = range
    }
  }

  /// How often something happens, and how far it goes at most, to either side.
  public struct Reach: Hashable, Sendable {
    /// How often, 0...1.
    public var probability: Double
    /// The largest amount; the amount is uniform in -most...most.
    public var most: Double

    /// Makes a change that happens with the given probability.
    public init(probability: Double = 0, most: Double = 0) {
      self.probability = probability
      self.most = most
    }
  }

  /// Where a sample's pixels come from: the same for image and mask.
  public var geometry = Geometry()
  /// What becomes of an image's values.
  public var photometry = Photometry()
  /// How the samples of a batch are mixed.
  public var mixing = Mixing()

  /// Makes an augmentation that varies nothing but the place of the crop.
  public init() {}
}
