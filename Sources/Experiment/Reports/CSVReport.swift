/// A comparison as RFC 4180 has it: a line for each configuration, numbers in full.
public struct CSVReport {
  private let comparison: Comparison
  private let columns: [ReportColumn]

  /// A report.
  ///
  /// - Parameter columns: those to show; nil for all.
  public init(_ comparison: Comparison, columns: [ReportColumn]? = nil) {
    self.comparison = comparison
    self.columns =
      columns
      ?? [.rank] + comparison.keys.map { .key($0) }
      + Metric.allCases.filter { metric in comparison.configurations.contains { $0.scores[metric] != nil } }
      .map { .metric($0) } + [
        .difference, .parameters, .flops, .secondsPerEpoch, .epochs, .seconds, .seeds, .status,
      ]
  }

  /// The text of the file; lines end as the RFC says.
  public var text: String {
    let isGrouped = comparison.configurations.contains { $0.group != nil }
    let head = ["configuration"] + (isGrouped ? ["group"] : []) + columns.flatMap(titles)
    let rows = comparison.configurations.map { row in
      [row.label] + (isGrouped ? [row.group ?? ""] : []) + columns.flatMap { cells($0, row) }
    }
    return ([head] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  private func titles(_ column: ReportColumn) -> [String] {
    switch column {
    case .key(let key): [key.key]
    case .metric(let metric): [metric.rawValue, "\(metric.rawValue)_low", "\(metric.rawValue)_high"]
    case .difference: ["difference", "difference_low", "difference_high", "p", "is_different"]
    default: [column.name]
    }
  }

  private func cells(_ column: ReportColumn, _ row: Comparison.Configuration) -> [String] {
    switch column {
    case .rank: [row.rank.map(String.init) ?? ""]
    case .key(let key): [row.settings[key.key] ?? ""]
    case .metric(let metric): Self.ends(row.scores[metric])
    case .difference:
      Self.ends(row.difference?.interval)
        + [Self.number(row.difference?.p), row.difference.map { "\($0.isDifferent)" } ?? ""]
    case .parameters: [row.cost.parameters.map(String.init) ?? ""]
    case .flops: [Self.number(row.cost.flops)]
    case .secondsPerEpoch: [Self.number(row.cost.secondsPerEpoch)]
    case .epochs: [Self.number(row.cost.epochs)]
    case .seconds: [Self.number(row.cost.seconds)]
    case .seeds: [String(row.seeds)]
    case .status:
      [
        ComparedRun.Status.allCases.compactMap { status in
          row.statuses[status].map { "\($0) \(status.rawValue)" }
        }
        .joined(separator: " ")
      ]
    case .curve:
      [
        (row.curves?.bands[comparison.metric.name.rawValue]?.mean ?? []).map(Self.number).joined(
          separator: " ")
      ]
    }
  }

  private static func ends(_ interval: Interval?) -> [String] {
    [interval?.mean, interval?.low, interval?.high].map(number)
  }

  private static func number(_ value: Double?) -> String {
    guard let value else { return "" }
    return Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  /// A field in quotes where it holds what separates fields or lines.
  static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
