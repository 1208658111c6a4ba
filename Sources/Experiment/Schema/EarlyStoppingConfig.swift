public import Config

/// When training ends before its last epoch.
public struct EarlyStoppingConfig: ConfigSection {
  /// Validations in a row without an improvement, 1 to 1 000 000.
  public let patience: Int
  /// How much better a score has to be to count as an improvement, at least 0.
  public let minDelta: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    patience = keys.read(
      "patience", default: 10, in: 1...1_000_000, "Validations in a row without an improvement.")
    minDelta = keys.read(
      "min_delta", default: 0, in: .atLeast(0), "What a score must be better by to be an improvement.")
  }

  /// The epoch after which a training of this history ends; `nil` where it goes on.
  ///
  /// It is a function of the history alone, so there is nothing to save. Epochs without a validation don't count; a score that does not
  /// exist is no improvement.
  public func lastEpoch(of history: [EpochRecord], by metric: Metric) -> Int? {
    var best: Double?
    var waited = 0
    for epoch in history {
      guard let validation = epoch.val else { continue }
      if let value = validation.rank(by: metric), improves(value, on: best, metric) {
        (best, waited) = (value, 0)
      } else {
        waited += 1
      }
      if waited == patience { return epoch.epoch }
    }
    return nil
  }

  private func improves(_ value: Double, on best: Double?, _ metric: Metric) -> Bool {
    guard let best else { return true }
    return metric.isBetter(value, than: metric.direction == .higher ? best + minDelta : best - minDelta)
  }
}
