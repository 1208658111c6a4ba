/// The file `metrics.json`: the history of a run, rewritten after each epoch.
public struct MetricsRecord: Codable, Equatable, Sendable {
  /// An epoch whose weights are kept.
  public struct Kept: Codable, Equatable, Sendable {
    /// Counted from 1.
    public let epoch: Int
    /// The value of the metric that chose it.
    public let value: Double
    /// Where the weights are, relative to the run folder.
    public let file: String

    /// Makes the record of a kept epoch.
    public init(epoch: Int, value: Double, file: String) {
      self.epoch = epoch
      self.value = value
      self.file = file
    }
  }

  /// The version of the format.
  public let schema: Int
  /// How far the run has come.
  public let status: RunStatus
  /// Why it failed; absent otherwise.
  public let failure: String?
  /// When the run went on inexactly, in order; absent where it never did.
  public let restarts: [RestartRecord]?
  /// Whether a finished run ended before its last epoch; absent otherwise.
  public let stoppedEarly: Bool?
  /// One entry an epoch, in order.
  public let epochs: [EpochRecord]
  /// The best epoch; absent before the first.
  public let best: BestRecord?
  /// All epochs whose weights are kept, best first; absent where it is only the best.
  public let kept: [Kept]?
  /// The last validation; absent before the first.
  public let final: ValidationRecord?
  /// The scores of the test images, with the best weights; absent before the training is finished, and without a test.
  public let test: TestRecord?
  /// The confusion matrices of the best and the last epoch, and of the test; absent before the first.
  public let confusion: ConfusionRecord?

  /// Makes the record of a history.
  public init(
    status: RunStatus, failure: String? = nil, stoppedEarly: Bool = false, epochs: [EpochRecord],
    best: BestRecord?, kept: [Kept] = [], test: TestRecord? = nil, confusion: ConfusionRecord? = nil,
    restarts: [RestartRecord] = []
  ) {
    schema = JSONFormat.schema
    self.status = status
    self.failure = failure
    self.restarts = restarts.isEmpty ? nil : restarts
    self.stoppedEarly = stoppedEarly ? true : nil
    self.epochs = epochs
    self.best = best
    self.kept = kept.count > 1 ? kept : nil
    self.test = test
    self.confusion = confusion
    final = epochs.last { $0.val != nil }?.val
  }

  private enum CodingKeys: String, CodingKey {
    case schema, status, failure, restarts, epochs, best, kept, final, test, confusion
    case stoppedEarly = "stopped_early"
  }
}
