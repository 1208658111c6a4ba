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

  /// The best epochs so far, best first, after one more epoch; the earlier one is better where two are equal.
  ///
  /// An epoch without a validation, or whose metric or loss has no value, is never among them.
  public static func ranked(
    _ best: [BestRecord], and epoch: EpochRecord, by metric: Metric, keeping count: Int
  ) -> [BestRecord] {
    guard let value = epoch.val?.rank(by: metric) else { return Array(best.prefix(count)) }
    let place = best.firstIndex { metric.isBetter(value, than: $0.value) } ?? best.count
    var all = best
    all.insert(BestRecord(epoch: epoch.epoch, metric: metric, value: value), at: place)
    return Array(all.prefix(count))
  }
}
