/// How training samples are varied at random.
///
/// The default varies nothing but the place of the crop.
public struct Augmentation: Hashable, Sendable {
  /// A turn by an angle of either direction.
  public struct Rotation: Hashable, Sendable {
    /// How often, 0...1.
    public var probability: Double
    /// The largest angle, 0...180; the angle is uniform in -degrees...degrees.
    public var degrees: Double

    /// Makes a rotation that happens with the given probability.
    public init(probability: Double = 0, degrees: Double = 0) {
      self.probability = probability
      self.degrees = degrees
    }
  }

  /// A factor out of a range.
  public struct Factor: Hashable, Sendable {
    /// How often, 0...1.
    public var probability: Double
    /// The possible factors, above 0.
    public var range: ClosedRange<Double>

    /// Makes a factor that applies with the given probability.
    public init(probability: Double = 0, range: ClosedRange<Double> = 1...1) {
      self.probability = probability
      self.range = range
    }
  }

  /// How often left and right are exchanged, 0...1.
  public var horizontalFlip = 0.0
  /// How often top and bottom are exchanged, 0...1.
  public var verticalFlip = 0.0
  /// How often the sample is turned by 90, 180 or 270 degrees, each as likely, 0...1.
  public var quarterTurns = 0.0
  /// A turn about the crop's centre.
  public var rotation = Rotation()
  /// A zoom about the crop's centre; 2 shows everything twice as large.
  ///
  /// Uniform in its logarithm, so that 0.5...2 makes things larger as often as smaller.
  public var scale = Factor()
  /// The factor of all values, uniform in its range.
  public var brightness = Factor()
  /// The factor of the values' distance from their mean, uniform in its range.
  public var contrast = Factor()

  /// Makes an augmentation that varies nothing but the place of the crop.
  public init() {}
}
