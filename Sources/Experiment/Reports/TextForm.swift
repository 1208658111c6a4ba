import Diagnostics

/// A form in which tables and sentences are laid out.
enum TextForm: Equatable {
  /// A terminal of so many columns, of which sentences keep to those that headings leave them.
  case terminal(width: Int)
  case markdown

  /// A heading and what stands under it.
  func section(_ title: String, _ lines: [String]) -> [String] {
    let lines = Array(lines.drop(while: \.isEmpty))
    guard !lines.isEmpty else { return [] }
    switch self {
    case .terminal: return ["", title] + lines.map { $0.isEmpty ? "" : "  " + $0 }
    case .markdown: return ["", "## \(escaped(title))", ""] + lines
    }
  }

  /// Rows under their heads; text is aligned left, as most of it is words.
  func table(_ heads: [String], _ rows: [[String]]) -> [String] {
    switch self {
    case .terminal:
      let cells = ([heads] + rows).map { $0.map { $0.asTerminalLine(of: 100) } }
      let widths = heads.indices.map { column in cells.map { $0[column].terminalColumns }.max() ?? 0 }
      return cells.map { row in
        let line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
      }
    case .markdown:
      let lines = ([heads] + rows).map { "| \($0.map(escaped).joined(separator: " | ")) |" }
      return [lines[0], "|" + String(repeating: "---|", count: heads.count)] + lines.dropFirst()
    }
  }

  /// Sentences, one after the other.
  func list(_ sentences: [String]) -> [String] {
    switch self {
    case .terminal(let width):
      sentences.flatMap {
        TerminalReport.wrapped($0.asTerminalLine(of: 1000), to: width < .max ? width - 2 : width)
      }
    case .markdown: sentences.isEmpty ? [] : [""] + sentences.map { "- \(escaped($0))" }
    }
  }

  /// A text that means nothing but itself.
  private func escaped(_ text: String) -> String {
    guard self == .markdown else { return text }
    return text.asTerminalLine(of: 1000).reduce(into: "") { result, letter in
      switch letter {
      case "<": result += "&lt;"
      case "&": result += "&amp;"
      case "|", "*", "_", "`", "[", "]", "\\": result += "\\\(letter)"
      default: result.append(letter)
      }
    }
  }
}
