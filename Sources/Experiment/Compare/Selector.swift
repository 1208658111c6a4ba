import Config
import Diagnostics

/// Finds the key or the configuration that a person means.
struct Selector {
  private let keys: [Comparison.Key]
  private let configurations: [ComparedConfiguration]

  init(_ keys: [Comparison.Key], _ configurations: [ComparedConfiguration]) {
    self.keys = keys
    self.configurations = configurations
  }

  /// The key of a dotted path or of the short name that a table has for it.
  func key(_ name: String) throws(DiagnosticError) -> Comparison.Key {
    if let key = keys.first(where: { $0.key == name || $0.label == name }) { return key }
    let names = keys.flatMap { [$0.label, $0.key] }
    let known = keys.map(\.label).joined(separator: ", ")
    throw DiagnosticError(
      Diagnostic(
        "the configurations don't differ in '\(name)'\(Spelling.suggestion(for: name, in: names))",
        notes: [keys.isEmpty ? "they differ in nothing" : "they differ in: \(known)"]))
  }

  /// The position of the one configuration that a label, the name of one of its runs, or settings such as `depth=2,loss=ce` stand for.
  func position(of text: String) throws(DiagnosticError) -> Int {
    let plain = { (text: String) in text.filter { $0 != " " } }
    let found = configurations.indices.filter { index in
      let configuration = configurations[index]
      return plain(configuration.label) == plain(text)
        || configuration.runs.contains { $0.folder.name == text || $0.folder.path == RunFolder(text).path }
    }
    if let first = found.first { return first }
    let parts = text.split(separator: ",").map { $0.filter { $0 != " " } }
    let fitting = configurations.indices.filter { index in
      !parts.isEmpty && parts.allSatisfy { fits($0, configurations[index]) }
    }
    if let first = fitting.first, fitting.count == 1 { return first }
    let labels = configurations.map(\.label)
    guard fitting.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          "'\(text)' stands for \(fitting.count) configurations; a baseline is one",
          notes: fitting.prefix(5).map { labels[$0] }))
    }
    throw DiagnosticError(
      Diagnostic(
        "no configuration is '\(text)'\(Spelling.suggestion(for: text, in: labels))",
        notes: ["the configurations are: \(labels.prefix(10).joined(separator: "; "))"]))
  }

  private func fits(_ part: String, _ configuration: ComparedConfiguration) -> Bool {
    let halves = part.replacing("==", with: "=").split(separator: "=", maxSplits: 1).map(String.init)
    guard halves.count == 2, let key = keys.first(where: { $0.key == halves[0] || $0.label == halves[0] })
    else {
      return false
    }
    return configuration.labels[key.key] == halves[1] || configuration.settings[key.key] == halves[1]
  }
}

/// What rows are ordered by.
struct ReportOrder {
  private enum Kind {
    case key(Comparison.Key)
    case metric(Metric)
    case column(ReportColumn)
  }

  private let kind: Kind

  /// - Throws: That there is no such key, metric or column.
  init(_ text: String, _ keys: [Comparison.Key], metrics: [Metric]) throws(DiagnosticError) {
    switch try ReportColumn(text, keys) {
    case .key(let key): kind = .key(key)
    case .metric(let metric): kind = .metric(metric)
    case let column: kind = .column(column)
    }
  }

  /// Whether one stands before another; nil where they are alike.
  func stands(_ one: ComparisonDraft.Entry, before other: ComparisonDraft.Entry) -> Bool? {
    switch kind {
    case .key(let key):
      let places = [one, other].map { entry in
        entry.configuration.labels[key.key].flatMap { key.values.firstIndex(of: $0) } ?? .max
      }
      return places[0] == places[1] ? nil : places[0] < places[1]
    case .metric(let metric):
      guard let own = one.intervals[metric]?.mean else {
        return other.intervals[metric] == nil ? nil : false
      }
      guard let others = other.intervals[metric]?.mean else { return true }
      return own == others ? nil : metric.isBetter(own, than: others)
    case .column(let column):
      let values = [one, other].map { Self.value(column, $0) }
      return values[0] == values[1] ? nil : values[0] < values[1]
    }
  }

  private static func value(_ column: ReportColumn, _ entry: ComparisonDraft.Entry) -> Double {
    let value: Double? =
      switch column {
      case .parameters: entry.cost.parameters.map(Double.init)
      case .flops: entry.cost.flops
      case .secondsPerEpoch: entry.cost.secondsPerEpoch
      case .epochs: entry.cost.epochs
      case .seconds: entry.cost.seconds
      case .seeds: -Double(entry.scores.seeds)
      case .difference: entry.difference.map { -$0.interval.mean }
      case .key, .metric, .status, .curve, .rank: entry.rank.map(Double.init)
      }
    return value ?? .infinity
  }
}
