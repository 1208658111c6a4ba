/// What stands in the cells of a report that people read: scores as mean ± half of the interval.
struct ReportCells {
  private let comparison: Comparison
  private let sparklines: [String]

  /// How scores and their uncertainty are written.
  enum Style {
    /// `0.8123 ± 0.0102`.
    case text
    /// `$0.8123 \pm 0.0102$`.
    case latex
  }

  private let style: Style

  init(_ comparison: Comparison, _ style: Style = .text, sparklines: [String] = []) {
    self.comparison = comparison
    self.style = style
    self.sparklines = sparklines
  }

  /// The heading of a column.
  func title(_ column: ReportColumn) -> String {
    switch column {
    case .key(let key): key.label
    case .metric(let metric): metric.rawValue
    case .rank: "#"
    case .difference: comparison.reference?.kind == .baseline ? "vs baseline" : "vs best"
    case .parameters: "parameters"
    case .flops: "FLOP/image"
    case .secondsPerEpoch: "s/epoch"
    case .epochs: "epochs"
    case .seconds: "time"
    case .seeds: "n"
    case .status: "status"
    case .curve: comparison.metric.name.rawValue + " by epoch"
    }
  }

  /// What a configuration has there.
  func cell(_ column: ReportColumn, _ row: Comparison.Configuration) -> String {
    switch column {
    case .key(let key): row.settings[key.key] ?? Self.none
    case .metric(let metric): score(row.scores[metric], of: metric)
    case .rank: row.rank.map(String.init) ?? Self.none
    case .difference: difference(row)
    case .parameters: row.cost.parameters.map(Wording.grouped) ?? Self.none
    case .flops: row.cost.flops.map { Wording.flops($0) } ?? Self.none
    case .secondsPerEpoch: row.cost.secondsPerEpoch.map { Wording.significant($0) } ?? Self.none
    case .epochs: row.cost.epochs.map { Wording.significant($0) } ?? Self.none
    case .seconds: row.cost.seconds.map { Wording.duration($0) } ?? Self.none
    case .seeds: String(row.seeds)
    case .status: status(row)
    case .curve: sparklines.indices.contains(row.id) ? sparklines[row.id] : ""
    }
  }

  /// "0.8123 ± 0.0102"; a mean alone where nothing is known of its uncertainty.
  func score(_ interval: Interval?, of metric: Metric) -> String {
    guard let interval else { return Self.none }
    let digits = metric == .surface(.hausdorff95) ? 2 : 4
    return uncertain(interval, digits: digits, isSigned: false)
  }

  private func difference(_ row: Comparison.Configuration) -> String {
    if let reference = comparison.reference, reference.configuration == row.id {
      return reference.kind.rawValue
    }
    guard let difference = row.difference else { return Self.none }
    let digits = comparison.metric.name == .surface(.hausdorff95) ? 2 : 4
    let size = uncertain(difference.interval, digits: digits, isSigned: true)
    if difference.p == nil { return "\(size) ?" }
    return difference.isDifferent ? size : "\(size) tied"
  }

  private func uncertain(_ interval: Interval, digits: Int, isSigned: Bool) -> String {
    let sign = isSigned && interval.mean > 0 ? "+" : ""
    let mean = sign + Wording.fixed(interval.mean, digits: digits)
    guard let low = interval.low, let high = interval.high else { return mean }
    let half = Wording.fixed((high - low) / 2, digits: digits)
    return style == .latex ? "$\(mean) \\pm \(half)$" : "\(mean) ± \(half)"
  }

  /// "finished", or "2 finished, 1 failed".
  private func status(_ row: Comparison.Configuration) -> String {
    let counts = ComparedRun.Status.allCases.compactMap { status in
      row.statuses[status].map { (status, $0) }
    }
    if counts.count == 1, let only = counts.first { return only.0.rawValue }
    return counts.map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
  }

  static let none = "–"
}

extension Comparison {
  /// Whether all runs are finished, so that a column that says so says nothing.
  var isFinished: Bool { runs.allSatisfy { $0.status == .finished } }
}
