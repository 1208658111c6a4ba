extension Comparison {
  /// Runs that differ in nothing but their seed and fold.
  public struct Configuration: Codable, Equatable, Sendable {
    /// Its position in `configurations`.
    public let id: Int
    /// What it sets, in a few letters: `depth=3, loss=ce+dice`.
    public let label: String
    /// The short labels of its values of the `keys`, by dotted path; absent where it doesn't have the key.
    public let settings: [String: String]
    /// Its place among those with a score, from 1.
    public let rank: Int?
    /// The value of the key that rows are grouped by.
    public let group: String?
    /// How many of its runs have come how far.
    public let statuses: [ComparedRun.Status: Int]
    /// The number of runs whose scores count.
    public let seeds: Int
    /// The score of each metric over its runs.
    public let scores: [Metric: Interval]
    /// How it differs from the reference; absent for the reference itself, and where that cannot be told.
    public let difference: Difference?
    /// Whether it cannot be told apart from the best.
    public let tiedWithBest: Bool
    /// What a run of it costs, on average.
    public let cost: Cost
    /// The score of each class, by score and class name.
    public let classScores: [ClassScore: [String: Interval]]
    /// The confusion matrix summed over its runs, rows = truth.
    public let confusion: [[Int]]?
    /// The scores over the epochs.
    public var curves: Curves?
    /// The ids of its runs.
    public let runs: [Int]

    private enum CodingKeys: String, CodingKey {
      case id, label, settings, rank, group, statuses, seeds, scores, difference, cost, confusion, curves,
        runs
      case tiedWithBest = "tied_with_best"
      case classScores = "class_scores"
    }
  }

  /// What a run costs; means over the runs of a configuration.
  public struct Cost: Codable, Equatable, Sendable {
    /// Trainable parameters.
    public let parameters: Int?
    /// Floating-point operations of one training image, forward.
    public let flops: Double?
    /// Wall-clock seconds of an epoch.
    public let secondsPerEpoch: Double?
    /// Epochs done.
    public let epochs: Double?
    /// Wall-clock seconds of all epochs.
    public let seconds: Double?

    private enum CodingKeys: String, CodingKey {
      case parameters, flops, epochs, seconds
      case secondsPerEpoch = "seconds_per_epoch"
    }
  }

  /// One run.
  public struct Run: Codable, Equatable, Sendable {
    /// Its position in `runs`.
    public let id: Int
    /// The name of its folder.
    public let name: String
    /// The folder, from where the command was given.
    public let path: String
    /// How far it has come.
    public let status: ComparedRun.Status
    /// The seed; absent where it isn't known.
    public let seed: Int?
    /// The fold; absent without cross-validation.
    public let fold: Int?
    /// The epoch whose score is shown.
    public let epoch: Int?
    /// The score of the metric.
    public let score: Double?
    /// The keys that differ from their default, as declared.
    public let settings: [String: String]
    /// Why it failed.
    public let failure: String?
  }

  /// How scores went from epoch to epoch: the mean over the runs, and how far they reach.
  public struct Curves: Codable, Equatable, Sendable {
    /// A line with its band; `nil` where no run has a value.
    public struct Band: Codable, Equatable, Sendable {
      /// The mean over the runs.
      public let mean: [Double?]
      /// The lowest and the highest of the runs.
      public let low, high: [Double?]

      /// Makes a band.
      public init(mean: [Double?], low: [Double?], high: [Double?]) {
        self.mean = mean
        self.low = low
        self.high = high
      }
    }

    /// The epochs, counted from 1.
    public let epoch: [Int]
    /// The lines by name: the metric's own, `val_loss`, `train_loss`; each as long as `epoch`.
    public let bands: [String: Band]

    /// Makes curves.
    public init(epoch: [Int], bands: [String: Band]) {
      self.epoch = epoch
      self.bands = bands
    }

    /// Reads the flat form.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: NamedKey.self)
      epoch = try container.decode([Int].self, forKey: Self.epochs)
      let names = container.allKeys.filter { $0.stringValue != Self.epochs.stringValue }
      bands = try Dictionary(
        uniqueKeysWithValues: names.map { ($0.stringValue, try container.decode(Band.self, forKey: $0)) })
    }

    /// Writes the flat form.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: NamedKey.self)
      try container.encode(epoch, forKey: Self.epochs)
      for (name, band) in bands { try container.encode(band, forKey: NamedKey(name)) }
    }

    private static let epochs = NamedKey("epoch")
  }
}
