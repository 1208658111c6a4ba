import Diagnostics

/// A comparison as lines for a terminal: a table that fits it, and in words what follows.
public struct TerminalReport {
  private let comparison: Comparison
  private let columns: [ReportColumn]
  private let areChosen: Bool
  private let sparkline: Sparkline

  /// The most rows where nobody says how many.
  public static let mostRows = 40

  /// A report.
  ///
  /// - Parameters:
  ///   - columns: those to show; nil for the usual ones, as many of them as fit.
  ///   - sparkline: draws curves.
  public init(_ comparison: Comparison, columns: [ReportColumn]? = nil, sparkline: Sparkline) {
    self.comparison = comparison
    self.columns = columns ?? ReportColumn.usual(of: comparison)
    areChosen = columns != nil
    self.sparkline = sparkline
  }

  /// A column with what stands in it.
  private struct Column {
    let kind: ReportColumn
    var title: String
    var cells: [String]

    var width: Int { ([title] + cells).map(\.terminalColumns).max() ?? 0 }

    /// Columns are left out, the highest number first, until the table fits; 0 stays.
    func order(in comparison: Comparison) -> Int {
      switch kind {
      case .key, .rank, .status: 0
      case .metric(comparison.metric.name): 0
      case .difference: 1
      case .seeds: 2
      case .parameters: 3
      case .metric(.meanDice): 5
      case .metric(.loss): 6
      case .metric: 4
      case .secondsPerEpoch, .flops: 7
      case .epochs, .seconds: 8
      case .curve: 9
      }
    }
  }

  /// The lines.
  ///
  /// - Parameters:
  ///   - width: the letters of a line to keep to, as far as that can be.
  ///   - most: the most rows.
  public func lines(width: Int, rows most: Int = .max) -> [String] {
    let shown = Array(comparison.configurations.prefix(most))
    var lines = Self.wrapped(heading, to: width) + [""] + table(shown, width)
    let left = comparison.configurations.count - shown.count
    if left > 0 {
      lines.append("… \(Wording.count(left, "more configuration")); --top N shows as many as you like")
    }
    lines += groups
    func paragraph(_ texts: [String], _ mark: String) -> [String] {
      texts.isEmpty ? [] : [""] + texts.flatMap { Self.wrapped(mark + $0, to: width) }
    }
    return lines + paragraph(comparison.verdict, "") + comparison.pairLines(sparkline, width: width)
      + comparison.effectLines(width: width)
      + paragraph(comparison.notes, "note: ")
      + paragraph(comparison.warnings, "warning: ")
  }

  /// "depth_width: 6 configurations, 18 runs; mean_iou of the best epoch, validation".
  private var heading: String {
    let counts =
      "\(Wording.count(comparison.configurations.count, "configuration")), \(Wording.count(comparison.runs.count, "run"))"
    let epoch = comparison.epoch == .best ? "best epoch" : "last epoch"
    return
      "\(comparison.title): \(counts); \(comparison.metric.name.rawValue) of the \(epoch), \(comparison.split.rawValue)"
  }

  private func table(_ rows: [Comparison.Configuration], _ width: Int) -> [String] {
    let values = comparison.configurations.map {
      $0.curves?.bands[comparison.metric.name.rawValue]?.mean ?? []
    }
    let cells = ReportCells(comparison, sparklines: sparkline.lines(values, width: 16))
    let all = columns.filter { $0 != .status || areChosen || !comparison.isFinished }.map { column in
      Column(kind: column, title: cells.title(column), cells: rows.map { cells.cell(column, $0) })
    }
    let useful = all.filter { column in areChosen || column.cells.contains { !["–", ""].contains($0) } }
    let fitting = fitting(useful, width)
    let lines = Self.aligned(fitting)
    return interleaved(lines, rows)
  }

  /// The rows, each group under its name.
  private func interleaved(_ lines: [String], _ rows: [Comparison.Configuration]) -> [String] {
    guard rows.contains(where: { $0.group != nil }), let head = lines.first else { return lines }
    var result = [head]
    var last: String??
    for (line, row) in zip(lines.dropFirst(), rows) {
      if last != .some(row.group) { result.append("[\(row.group ?? "–")]") }
      last = .some(row.group)
      result.append(line)
    }
    return result
  }

  private var groups: [String] {
    guard let groups = comparison.groups else { return [] }
    return [""]
      + groups.map {
        "mean of \($0.value): \(Wording.score($0.mean)) over \(Wording.count($0.configurations, "configuration"))"
      }
  }

  private func fitting(_ columns: [Column], _ width: Int) -> [Column] {
    var kept = columns
    func isTooWide() -> Bool { kept.reduce(2 * (kept.count - 1)) { $0 + $1.width } > width }
    while isTooWide(), !areChosen, let last = kept.map({ $0.order(in: comparison) }).max(), last > 0 {
      kept.removeAll { $0.order(in: comparison) == last }
    }
    for length in [24, 16, 12, 8] where isTooWide() {
      kept = kept.map { column in
        guard case .key = column.kind else { return column }
        return Column(
          kind: column.kind, title: column.title.shortened(to: length),
          cells: column.cells.map { $0.shortened(to: length) })
      }
    }
    return kept
  }

  /// Numbers end under each other; words and curves begin so.
  private static func aligned(_ columns: [Column]) -> [String] {
    let rows = (columns.first?.cells.count ?? 0) + 1
    return (0..<rows).map { row in
      let line = columns.map { column in
        let text = row == 0 ? column.title : column.cells[row - 1]
        let isLeft =
          switch column.kind {
          case .status, .curve: true
          case .key: column.cells.contains { Double($0) == nil }
          case .difference: false
          default: false
          }
        let room = String(repeating: " ", count: max(0, column.width - text.terminalColumns))
        // A mark behind a number stands beside the column.
        return isLeft ? text + room : room + text
      }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A sentence in lines; what follows the first is indented.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    let clean = Excerpt.printable(text.unicodeScalars)
    guard width < .max else { return [clean] }
    var (lines, line) = ([String](), "")
    for word in clean.split(separator: " ", omittingEmptySubsequences: false) {
      if line.isEmpty {
        line = String(word)
      } else if line.terminalColumns + 1 + String(word).terminalColumns <= max(20, width) {
        line += " " + word
      } else {
        lines.append(line)
        line = "  " + word
      }
    }
    return lines + [line]
  }
}
