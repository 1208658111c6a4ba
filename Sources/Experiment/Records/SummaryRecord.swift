/// The file `summary.json`: at most 2 KB, all that a table of many runs needs.
public struct SummaryRecord: Codable, Equatable, Sendable {
  /// What the run cost.
  public struct Cost: Codable, Equatable, Sendable {
    /// Wall-clock seconds of all epochs.
    public let seconds: Double
    /// Epochs done.
    public let epochs: Int
    /// Trainable parameters.
    public let parameters: Int

    /// Makes the record of a cost.
    public init(seconds: Double, epochs: Int, parameters: Int) {
      self.seconds = seconds
      self.epochs = epochs
      self.parameters = parameters
    }
  }

  /// The version of the format.
  public let schema: Int
  /// How far the run has come.
  public let status: RunStatus
  /// SHA-256 of what determines the result, in hexadecimal.
  public let identity: String
  /// The keys that differ from their default, as declared, by dotted path; left out where they would not fit.
  public let differing: [String: String]
  /// The best epoch; absent before the first.
  public let best: BestRecord?
  /// The scores of the last epoch; absent before the first.
  public let final: [String: Double?]?
  /// What the run cost.
  public let cost: Cost

  /// The summary of a history, with as many differing keys as fit.
  public init(of metrics: MetricsRecord, identity: String, differing: [String: String], parameters: Int) {
    schema = metrics.schema
    status = metrics.status
    self.identity = identity
    self.differing = Self.fitting(differing)
    best = metrics.best
    final = metrics.final.map { final in
      Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0.rawValue, final[$0]) })
    }
    cost = Cost(
      seconds: metrics.epochs.reduce(0) { $0 + $1.seconds }, epochs: metrics.epochs.count,
      parameters: parameters)
  }

  /// The part of the keys, in order, that keeps the file under 2 KB: everything else takes less than 800 bytes.
  private static func fitting(_ keys: [String: String]) -> [String: String] {
    var room = 1200
    return keys.sorted { $0.key < $1.key }.reduce(into: [:]) { kept, entry in
      room -= entry.key.utf8.count + entry.value.utf8.count + 12
      if room >= 0 { kept[entry.key] = entry.value }
    }
  }
}
