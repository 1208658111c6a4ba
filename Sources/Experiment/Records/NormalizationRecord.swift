/// How pixel values are brought to the range in which a network learned, with the numbers that came from the training images: beside
/// the weights in a checkpoint, and in `environment.json`.
///
/// All are of values scaled to 0...1, a number for each channel.
public enum NormalizationRecord: Equatable, Sendable {
  /// Less the mean, over the deviation, the same for all images.
  case constants(NormalizationConfig.Name, mean: [Double], std: [Double])
  /// Less each image's own mean, over its own deviation.
  case image
  /// Clipped to two percentiles, which become 0 and 1: those of the training images, or with nil each image's own.
  case percentiles(low: Double, high: Double, Bounds?)

  /// The values that become 0 and 1.
  public struct Bounds: Equatable, Sendable {
    /// What becomes 0, of each channel.
    public let low: [Double]
    /// What becomes 1, of each channel.
    public let high: [Double]

    /// Makes bounds.
    public init(low: [Double], high: [Double]) {
      self.low = low
      self.high = high
    }
  }
}

extension NormalizationRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, mean, std, low, high, of
    case lowValues = "low_values"
    case highValues = "high_values"
  }

  /// Reads a record; one without a name is from a time when there were only constants.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decodeIfPresent(NormalizationConfig.Name.self, forKey: .name) ?? .dataset
    switch name {
    case .dataset, .imagenet, .none:
      self = .constants(
        name, mean: try values.decode([Double].self, forKey: .mean),
        std: try values.decode([Double].self, forKey: .std))
    case .image: self = .image
    case .percentiles:
      var bounds: Bounds?
      if try values.decode(NormalizationConfig.Extent.self, forKey: .of) == .dataset {
        bounds = Bounds(
          low: try values.decode([Double].self, forKey: .lowValues),
          high: try values.decode([Double].self, forKey: .highValues))
      }
      self = .percentiles(
        low: try values.decode(Double.self, forKey: .low),
        high: try values.decode(Double.self, forKey: .high), bounds)
    }
  }

  /// Writes the name and the numbers.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .constants(let name, let mean, let std):
      try values.encode(name, forKey: .name)
      try values.encode(mean, forKey: .mean)
      try values.encode(std, forKey: .std)
    case .image: try values.encode(NormalizationConfig.Name.image, forKey: .name)
    case .percentiles(let low, let high, let bounds):
      try values.encode(NormalizationConfig.Name.percentiles, forKey: .name)
      try values.encode(
        bounds == nil ? NormalizationConfig.Extent.image : NormalizationConfig.Extent.dataset, forKey: .of)
      try values.encode(low, forKey: .low)
      try values.encode(high, forKey: .high)
      try values.encodeIfPresent(bounds?.low, forKey: .lowValues)
      try values.encodeIfPresent(bounds?.high, forKey: .highValues)
    }
  }
}
