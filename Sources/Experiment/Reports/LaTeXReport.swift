/// A comparison as a table for LaTeX with the package `booktabs`: the best score is bold, those that cannot be told apart from it have a dagger.
public struct LaTeXReport {
  private let comparison: Comparison
  private let columns: [ReportColumn]

  /// A report.
  ///
  /// - Parameter columns: those to show; nil for keys, scores, parameters and the number of seeds.
  public init(_ comparison: Comparison, columns: [ReportColumn]? = nil) {
    self.comparison = comparison
    self.columns =
      columns
      ?? ReportColumn.usual(of: comparison).filter { column in
        switch column {
        case .key, .metric, .parameters, .seeds: true
        default: false
        }
      }
  }

  /// The text of the file.
  public var text: String {
    let cells = ReportCells(comparison, .latex)
    let isGrouped = comparison.configurations.contains { $0.group != nil }
    let layout = columns.map { column in if case .key = column { "l" } else { "r" } }.joined()
    var lines = [
      "% \(Self.oneLine(comparison.command)), \(comparison.made); needs \\usepackage{booktabs}",
      "\\begin{tabular}{\(layout)}", "\\toprule",
      columns.map { Self.escaped(cells.title($0)) }.joined(separator: " & ") + " \\\\", "\\midrule",
    ]
    var last: String??
    for row in comparison.configurations {
      if isGrouped, last != .some(row.group) {
        if last != nil { lines.append("\\addlinespace") }
        lines.append(
          "\\multicolumn{\(columns.count)}{l}{\\emph{\(Self.escaped(row.group ?? "--"))}} \\\\")
        last = .some(row.group)
      }
      lines.append(columns.map { cell($0, row, cells) }.joined(separator: " & ") + " \\\\")
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    return (lines + comparison.verdict.map { "% \(Self.oneLine($0))" }).joined(separator: "\n") + "\n"
  }

  private func cell(_ column: ReportColumn, _ row: Comparison.Configuration, _ cells: ReportCells) -> String {
    let text = cells.cell(column, row)
    switch column {
    case .metric(let metric):
      let number = text == ReportCells.none ? "--" : text
      guard metric == comparison.metric.name else { return number }
      if row.rank == 1 {
        return number.replacing("$", with: "").isEmpty ? number : "{\\boldmath\\bfseries \(number)}"
      }
      return row.tiedWithBest ? "\(number)$^\\dagger$" : number
    case .difference: return text == ReportCells.none ? "--" : text
    default: return Self.escaped(text)
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.map { $0.isNewline ? " " : String($0) }.joined()
  }

  /// What has a meaning for TeX.
  static func escaped(_ text: String) -> String {
    text.map { letter in
      switch letter {
      case "\\": "\\textbackslash{}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "–": "--"
      case "<": "\\textless{}"
      case ">": "\\textgreater{}"
      case "&", "%", "$", "#", "_", "{", "}": "\\\(letter)"
      default: letter.isNewline ? " " : String(letter)
      }
    }.joined()
  }
}
