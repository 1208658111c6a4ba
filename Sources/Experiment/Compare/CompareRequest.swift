/// What a person wants to know of some runs.
public struct CompareRequest: Sendable {
  /// Where to look for runs, from the current folder.
  public let paths: [String]
  /// The command that was given.
  public let command: String
  /// What configurations are compared by; nil for what chose their best epochs.
  public var metric: Metric?
  /// Other metrics to show.
  public var others: [Metric] = [.meanIoU, .meanDice, .loss]
  /// The epoch to show; nil for that of the test, or else the best.
  public var epoch: Comparison.Epoch?
  /// What the others are held against: a label, a run, or a condition; nil for the best.
  public var baseline: String?
  /// What must hold for a run to be shown, such as `model.depth>=3`.
  public var conditions: [String] = []
  /// The key whose values rows are grouped by.
  public var group: String?
  /// What rows are ordered by: a key, a metric or a column.
  public var order: String?
  /// How many configurations are shown.
  public var top: Int?
  /// The difference that is worth while, above 0, in the unit of the metric.
  public var worthwhile = 0.01

  /// Asks for some runs, all else as usual.
  public init(paths: [String], command: String) {
    self.paths = paths
    self.command = command
  }
}
