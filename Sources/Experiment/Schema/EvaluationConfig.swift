public import Config

/// How a network is scored on the validation images, and what its best epoch is.
public struct EvaluationConfig: ConfigSection {
  /// The score by which the best epoch is chosen.
  public let metric: Metric

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    metric = keys.read("metric", default: .meanIoU, "Score by which the best epoch is chosen.")
  }
}

extension Metric: ConfigChoice {}
