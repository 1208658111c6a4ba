/// The epoch whose weights are kept as the best, and why.
public struct BestRecord: Codable, Equatable, Sendable {
  /// Counted from 1.
  public let epoch: Int
  /// What the epochs were compared by.
  public let metric: Metric
  /// That metric's value.
  public let value: Double

  /// Makes the record of the best epoch.
  public init(epoch: Int, metric: Metric, value: Double) {
    self.epoch = epoch
    self.metric = metric
    self.value = value
  }

  /// The better of what was best and a new epoch; the earlier one where they are equal or the new one has no value.
  public static func better(of best: BestRecord?, and epoch: EpochRecord, by metric: Metric) -> BestRecord? {
    guard let value = epoch.val[metric] else { return best }
    if let best, !metric.isBetter(value, than: best.value) { return best }
    return BestRecord(epoch: epoch.epoch, metric: metric, value: value)
  }
}
