/// A comparison as GitHub's Markdown.
public struct MarkdownReport {
  private let comparison: Comparison
  private let columns: [ReportColumn]

  /// A report.
  ///
  /// - Parameter columns: those to show; nil for the usual ones.
  public init(_ comparison: Comparison, columns: [ReportColumn]? = nil) {
    self.comparison = comparison
    self.columns =
      columns
      ?? ReportColumn.usual(of: comparison).filter {
        $0 != .curve && ($0 != .status || !comparison.isFinished)
      }
  }

  /// The text of the file.
  public var text: String {
    let cells = ReportCells(comparison)
    let isGrouped = comparison.configurations.contains { $0.group != nil }
    let titles = (isGrouped ? ["group"] : []) + columns.map(cells.title)
    let rules = (isGrouped ? ["---"] : []) + columns.map { Self.isText($0) ? "---" : "---:" }
    let rows = comparison.configurations.map { row in
      (isGrouped ? [row.group ?? "–"] : [])
        + columns.map { column in
          let text = Self.escaped(cells.cell(column, row))
          return column == .metric(comparison.metric.name) && row.rank == 1 ? "**\(text)**" : text
        }
    }
    let table = ([titles.map(Self.escaped), rules] + rows).map { "| \($0.joined(separator: " | ")) |" }
    let counts =
      "\(Wording.count(comparison.configurations.count, "configuration")), \(Wording.count(comparison.runs.count, "run"))"
    return
      (["# \(Self.escaped(comparison.title))", ""] + paragraph(comparison.verdict) + table + [""]
      + groups + details + list(comparison.warnings, "**Warning:** ") + list(comparison.notes, "")
      + ["\(counts); \(comparison.made); made by `\(comparison.command.replacing("`", with: "'"))`"])
      .joined(separator: "\n") + "\n"
  }

  /// What stands under the table, with a blank line behind it.
  private var details: [String] {
    let lines = comparison.pairMarkdown(Sparkline(isUnicode: true)) + comparison.effectMarkdown
    return lines.isEmpty ? [] : lines + [""]
  }

  private var groups: [String] {
    guard let groups = comparison.groups else { return [] }
    return groups.map {
      "- mean of \(Self.escaped($0.value)): \(Wording.score($0.mean)) over \(Wording.count($0.configurations, "configuration"))"
    } + [""]
  }

  private func paragraph(_ sentences: [String]) -> [String] {
    sentences.isEmpty ? [] : [sentences.map(Self.escaped).joined(separator: "\n"), ""]
  }

  private func list(_ sentences: [String], _ mark: String) -> [String] {
    sentences.isEmpty ? [] : sentences.map { "- \(mark)\(Self.escaped($0))" } + [""]
  }

  private static func isText(_ column: ReportColumn) -> Bool {
    switch column {
    case .key, .status, .curve: true
    default: false
    }
  }

  /// What would be taken for markup, but not within code.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { index, part in
      index % 2 == 1
        ? part.replacing("|", with: "\\|")
        : part.reduce(into: "") { result, letter in
          if letter == "<" {
            result += "&lt;"
          } else if "\\*_[]|#".contains(letter) {
            result += "\\\(letter)"
          } else {
            result += letter.isNewline ? " " : String(letter)
          }
        }
    }.joined(separator: "`")
  }
}
