/// The runs that differ in nothing but seed and fold.
public struct ComparedConfiguration: Equatable, Sendable {
  /// Its values of the keys in which the configurations differ, as written, by dotted path.
  public let settings: [String: String]
  /// The same values in a few letters.
  public let labels: [String: String]
  /// What it sets, in a few letters: `depth=3, loss=ce+dice`.
  public let label: String
  /// Its runs, by seed and fold.
  public let runs: [ComparedRun]
  /// The scores of the metric that is compared: seeds × images; nil where its runs have none.
  public var table: ScoreTable?

  /// Makes a configuration.
  public init(
    settings: [String: String], labels: [String: String], label: String, runs: [ComparedRun],
    table: ScoreTable? = nil
  ) {
    self.settings = settings
    self.labels = labels
    self.label = label
    self.runs = runs
    self.table = table
  }
}
