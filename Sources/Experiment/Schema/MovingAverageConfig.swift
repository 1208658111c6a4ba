public import Config

/// An exponential moving average of the weights (Polyak and Juditsky 1992), which often scores better than the weights themselves.
public struct MovingAverageConfig: ConfigSection {
  /// The share of the average that an update keeps, 0 to below 1.
  public let decay: Double
  /// Whether the share grows with the updates, so that the first weights are soon forgotten.
  public let warmup: Bool

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    decay = keys.read(
      "decay", default: 0.999, in: .from(0, below: 1), "Share of the average that an update keeps.")
    warmup = keys.read(
      "warmup", default: false,
      "Whether that share grows as 1 - (1 + updates)^(-2/3) up to `decay`, for short trainings.")
  }
}
