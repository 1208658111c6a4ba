/// A form of a report on runs.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case table
  /// GitHub's Markdown.
  case markdown
  /// For a spreadsheet: a line for each configuration.
  case csv
  /// The comparison as a value.
  case json
  /// A table for LaTeX.
  case latex
  /// One page with charts and pictures.
  case html

  /// The form of a file by the end of its name; nil for one that says nothing.
  public init?(ofFile path: String) {
    let suffixes: [String: ReportFormat] = [
      ".txt": .table, ".md": .markdown, ".markdown": .markdown, ".csv": .csv, ".json": .json, ".tex": .latex,
      ".html": .html,
    ]
    guard let found = suffixes.first(where: { path.lowercased().hasSuffix($0.key) }) else { return nil }
    self = found.value
  }

  /// The ends of file names that say a form.
  public static let suffixes = ".txt, .md, .csv, .json, .tex, .html"
}
