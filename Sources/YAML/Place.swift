public import Diagnostics

/// Where a node stands in its source, and how much of the line it takes.
public struct Place: Hashable, Sendable {
  /// The text that it stands in.
  public let source: SourceText
  /// The line, from 1.
  public let line: Int
  /// The column in Unicode scalars, from 1.
  public let column: Int
  /// How many scalars of the line to underline, at least 1.
  public let width: Int

  /// `file:line:column`.
  public var location: SourceLocation { SourceLocation(file: source.name, line: line, column: column) }

  /// The source line with the width of the underline.
  public var excerpt: Excerpt { Excerpt(line: source.line(line), width: width) }

  /// An error, or something else, about what stands here.
  public func diagnostic(
    _ message: String, severity: Diagnostic.Severity = .error, notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(severity, message, at: location, excerpt: excerpt, notes: notes)
  }

  /// The place of a part of what stands here on one line, that many scalars after its beginning.
  public func part(after scalars: Int, width: Int) -> Place {
    Place(source: source, line: line, column: column + scalars, width: max(1, width))
  }
}
