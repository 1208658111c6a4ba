/// All that a report on runs shows; its JSON is `--format json`, and what the page embeds.
///
/// A form lays it out and computes nothing. What is unknown is absent.
public struct Comparison: Codable, Equatable, Sendable {
  /// The version of the format.
  public let schema: Int
  /// What is compared, in a few words: the name of the sweep.
  public let title: String
  /// When, in UTC as ISO 8601 has it.
  public let made: String
  /// The command that makes it again.
  public let command: String
  /// What the configurations are ordered and compared by.
  public let metric: MetricFacts
  /// The epoch whose scores are shown.
  public let epoch: Epoch
  /// The images that were scored.
  public let split: Split
  /// What the others are compared with; absent where no two can be.
  public let reference: Reference?
  /// How several differences at once are allowed for; absent likewise.
  public let family: Family?
  /// What has to be known to read the numbers.
  public let notes: [String]
  /// What is doubtful: damaged folders, runs that don't compare.
  public let warnings: [String]
  /// What follows, in plain sentences.
  public let verdict: [String]
  /// The names of the classes, in channel order.
  public let classes: [String]
  /// The keys in which the configurations differ, in the order of their columns.
  public let keys: [Key]
  /// The configurations, the best first; those without a score last.
  public var configurations: [Configuration]
  /// Their runs.
  public let runs: [Run]
  /// The groups that rows stand in, in order; absent where no key groups them.
  public var groups: [Group]?
  /// What the swept keys do; absent where nothing is swept.
  public var effects: Effects?
  /// The report on exactly two runs or configurations.
  public var pair: Pair?

  private enum CodingKeys: String, CodingKey {
    case schema, title, made, command, metric, epoch, split, reference, family, notes, warnings, verdict
    case classes, keys, configurations, runs, groups, effects, pair
  }

  /// What a metric is.
  public struct MetricFacts: Codable, Equatable, Sendable {
    /// The metric by its name.
    public let name: Metric
    /// Which way it improves.
    public let higherIsBetter: Bool
    /// How its value is to be read.
    public let unit: String

    /// The facts of a metric.
    public init(_ metric: Metric) {
      name = metric
      higherIsBetter = metric.direction == .higher
      unit = metric.unit
    }

    private enum CodingKeys: String, CodingKey {
      case name, unit
      case higherIsBetter = "higher_is_better"
    }
  }

  /// An epoch of each run.
  public enum Epoch: String, Codable, Sendable {
    /// The one whose weights are kept as the best.
    case best
    /// The last one.
    case final
  }

  /// Images that choose nothing while a run trains, or choose its best epoch.
  public enum Split: String, Codable, Sendable {
    case validation, test
  }

  /// What the others are compared with.
  public struct Reference: Codable, Equatable, Sendable {
    /// How it was chosen.
    public enum Kind: String, Codable, Sendable {
      /// It has the best score.
      case best
      /// The user named it.
      case baseline
    }

    /// How it was chosen.
    public let kind: Kind
    /// Its id.
    public let configuration: Int

    /// Makes a reference.
    public init(kind: Kind, configuration: Int) {
      self.kind = kind
      self.configuration = configuration
    }
  }

  /// A key in which configurations differ.
  public struct Key: Codable, Hashable, Sendable {
    /// The dotted path.
    public let key: String
    /// The shortest end of it that no other has.
    public let label: String
    /// The short labels of its values, in order.
    public let values: [String]

    /// Makes a key.
    public init(key: String, label: String, values: [String]) {
      self.key = key
      self.label = label
      self.values = values
    }
  }

  /// Configurations that have a value of a key in common.
  public struct Group: Codable, Equatable, Sendable {
    /// The value.
    public let value: String
    /// How many configurations with a score it has.
    public let configurations: Int
    /// The mean of their scores, each of the same weight; absent without one.
    public let mean: Double?
  }
}
