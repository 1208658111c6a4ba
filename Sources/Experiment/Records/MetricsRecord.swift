/// The file `metrics.json`: the history of a run, rewritten after each epoch.
public struct MetricsRecord: Codable, Equatable, Sendable {
  /// The version of the format.
  public let schema: Int
  /// How far the run has come.
  public let status: RunStatus
  /// Why it failed; absent otherwise.
  public let failure: String?
  /// One entry an epoch, in order.
  public let epochs: [EpochRecord]
  /// The best epoch; absent before the first.
  public let best: BestRecord?
  /// The last epoch's validation; absent before the first.
  public let final: ValidationRecord?

  /// Makes the record of a history.
  public init(status: RunStatus, failure: String? = nil, epochs: [EpochRecord], best: BestRecord?) {
    schema = JSONFormat.schema
    self.status = status
    self.failure = failure
    self.epochs = epochs
    self.best = best
    final = epochs.last?.val
  }
}
