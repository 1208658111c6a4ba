/// A run as its folder tells it.
public struct ComparedRun: Equatable, Sendable {
  /// How far a run has come, as a reader sees it.
  public enum Status: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// All epochs are done.
    case finished
    /// A process trains it.
    case running
    /// It waits after the epoch that it was told to pause after.
    case paused
    /// A signal stopped it after saving.
    case stopped
    /// It ended with an error.
    case failed
    /// The process that trained it is gone without a word.
    case killed
    /// Nothing was trained yet.
    case new
  }

  /// The folder, which need not be there.
  public let folder: RunFolder
  /// What `summary.json` says; nil before the first epoch.
  public let summary: SummaryRecord?
  /// How far it has come.
  public let status: Status
  /// The keys that determine its result and differ from their default, as declared, by dotted path; also those for which the summary had no room.
  public let settings: [String: String]
  /// What its sweep sets in it; empty for a run of no sweep.
  public let swept: [Swept]

  /// A key that a sweep sets in a run.
  public struct Swept: Hashable, Sendable {
    /// The dotted path.
    public let key: String
    /// The value as YAML, on one line.
    public let value: String
    /// The value in a few letters.
    public let label: String

    /// Makes a swept key.
    public init(key: String, value: String, label: String) {
      self.key = key
      self.value = value
      self.label = label
    }
  }

  /// Makes a run.
  public init(
    folder: RunFolder, summary: SummaryRecord?, status: Status, settings: [String: String],
    swept: [Swept] = []
  ) {
    self.folder = folder
    self.summary = summary
    self.status = status
    self.settings = settings
    self.swept = swept
  }

  /// The seed.
  public var seed: Int? { settings[Self.seedKey].map(Int.init) ?? 0 }

  /// The fold of a cross-validation; nil without one.
  public var fold: Int? {
    if let fold = settings[Self.foldKey] { return Int(fold) }
    let match = settings[Self.validationKey]?.firstMatch(of: /\bfold: ([0-9]+)/)
    return match.flatMap { Int($0.output.1) }
  }

  /// What it shares with the runs that are folded into one row with it: all but seed and fold.
  var shared: [String: String] {
    var shared = Identity.determining(settings)
    shared[Self.seedKey] = nil
    shared[Self.foldKey] = nil
    if let validation = shared[Self.validationKey] {
      shared[Self.validationKey] = validation.replacing(#/\bfold: [0-9]+, /#, with: "")
    }
    return shared
  }

  static let seedKey = "training.seed"
  static let validationKey = "data.validation"
  static let foldKey = "data.validation.fold"
}
