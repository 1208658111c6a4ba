public import Diagnostics

/// A column of a report.
public enum ReportColumn: Hashable, Sendable {
  /// The place among the configurations.
  case rank
  /// The values of a key in which configurations differ.
  case key(Comparison.Key)
  /// A score with its interval.
  case metric(Metric)
  /// The difference from the reference.
  case difference
  /// Trainable parameters.
  case parameters
  /// Floating-point operations of an image.
  case flops
  /// Seconds of an epoch.
  case secondsPerEpoch
  /// Epochs done.
  case epochs
  /// Seconds of all epochs.
  case seconds
  /// How many runs count.
  case seeds
  /// How far the runs have come.
  case status
  /// The mean score over the epochs.
  case curve

  /// The columns that have one name always.
  private static let named: [String: ReportColumn] = [
    "rank": .rank, "difference": .difference, "parameters": .parameters, "flops": .flops,
    "seconds_per_epoch": .secondsPerEpoch, "epochs": .epochs, "seconds": .seconds, "n": .seeds,
    "status": .status, "curve": .curve,
  ]

  /// The column of a name: a column of every report, a metric, or a key.
  ///
  /// - Throws: That there is none, with the nearest.
  public init(_ name: String, _ keys: [Comparison.Key]) throws(DiagnosticError) {
    if let key = keys.first(where: { $0.key == name || $0.label == name }) {
      self = .key(key)
    } else if let column = Self.named[name] {
      self = column
    } else if let metric = Metric(rawValue: name) {
      self = .metric(metric)
    } else {
      let names =
        keys.flatMap { [$0.label, $0.key] } + Self.named.keys.sorted() + Metric.allCases.map(\.rawValue)
      throw DiagnosticError(
        Diagnostic(
          "there is no column '\(name)'\(Spelling.suggestion(for: name, in: names))",
          notes: [
            "columns are \((keys.map(\.label) + Self.named.keys.sorted()).joined(separator: ", ")), and the metrics of docs/metrics.md"
          ]))
    }
  }

  /// Its name in `--columns` and in CSV.
  public var name: String {
    switch self {
    case .key(let key): key.label
    case .metric(let metric): metric.rawValue
    default: Self.named.first { $0.value == self }?.key ?? ""
    }
  }

  /// The columns of a comparison where none are asked for.
  public static func usual(of comparison: Comparison) -> [ReportColumn] {
    let metrics =
      [comparison.metric.name] + [.meanIoU, .meanDice, .loss].filter { $0 != comparison.metric.name }
    let scored = metrics.filter(comparison.shows)
    // Epochs that the configurations were to train for are a column already.
    let hasEpochs = comparison.keys.contains { $0.key == "training.epochs" }
    return comparison.keys.map { .key($0) } + scored.prefix(1).map { .metric($0) }
      + (comparison.reference == nil ? [] : [.difference]) + scored.dropFirst().map { .metric($0) }
      + [.parameters, .secondsPerEpoch] + (hasEpochs ? [] : [.epochs]) + [.seeds, .status, .curve]
  }
}

extension Comparison {
  /// Whether a score is shown where nobody asks for it: some configuration has it, and it means the same in all.
  func shows(_ score: Metric) -> Bool {
    // Losses that are made differently say nothing of one another.
    let isOneLoss = !keys.contains { $0.key == "loss" || $0.key.hasPrefix("loss.") }
    return (score != .loss || score == metric.name || isOneLoss)
      && configurations.contains { $0.scores[score] != nil }
  }
}
