public import Diagnostics

/// One experiment of a sweep: the base with a value for each swept key.
public struct SweepCell: Sendable {
  /// What a cell sets in place of what the base says.
  public struct Setting: Hashable, Sendable {
    /// The dotted path.
    public let key: String
    /// The value on one line, as YAML.
    public let value: String
    /// The value in a few letters, for tables and folder names: `ce+dice`.
    public let label: String
    /// Where the value stands.
    public let location: SourceLocation
    /// Whether a case sets it, of which the setting of `caseKey` has the name.
    public let isBundled: Bool

    /// The key of the setting that says which case it is; no config has it.
    public static let caseKey = "case"

    /// Makes a setting.
    public init(
      key: String, value: String, label: String, location: SourceLocation, isBundled: Bool = false
    ) {
      self.key = key
      self.value = value
      self.label = label
      self.location = location
      self.isBundled = isBundled
    }
  }

  /// The position among all cells of the sweep, from 0, in the order in which they are declared.
  public let number: Int
  /// The number of the configuration, from 0: cells that differ in their seed and fold alone have the same.
  public let configuration: Int
  /// What the cell sets, in the order of the sweep's keys; seed and fold come last.
  public let settings: [Setting]
  /// The experiment.
  public let config: ExperimentConfig
  /// The value of each key that is not its default, as declared, by dotted path.
  public let differing: [String: String]

  /// Makes a cell.
  public init(
    number: Int, configuration: Int, settings: [Setting], config: ExperimentConfig,
    differing: [String: String]
  ) {
    self.number = number
    self.configuration = configuration
    self.settings = settings
    self.config = config
    self.differing = differing
  }
}
