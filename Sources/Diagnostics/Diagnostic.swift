/// One thing that is wrong, or doubtful, in what the user gave: where it is, what the rule is, what to do
/// next.
///
/// For example:
/// ```
/// experiment.yaml:14:3: error: unknown key 'lerning_rate' in 'optimizer'; did you mean 'learning_rate'?
///  14 |   lerning_rate: 1e-3
///     |   ^~~~~~~~~~~~
///     = note text, one line per note
/// ```
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Whether the program can go on.
  public enum Severity: String, Sendable {
    /// The input cannot be used.
    case error
    /// The input can be used, but perhaps not as meant.
    case warning
  }

  /// Whether the program can go on.
  public let severity: Severity
  /// One sentence that starts in lower case and has no full stop.
  public let message: String
  /// Where it is; nil if it concerns no place in a file.
  public let location: SourceLocation?
  /// The source line to show; nil to show none.
  public let excerpt: Excerpt?
  /// Next steps and reasons, each on a line of its own.
  public let notes: [String]

  /// Makes a diagnostic of the given severity.
  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation? = nil, excerpt: Excerpt? = nil,
    notes: [String] = []
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.excerpt = excerpt
    self.notes = notes
  }

  /// Makes an error.
  public init(
    _ message: String, at location: SourceLocation? = nil, excerpt: Excerpt? = nil, notes: [String] = []
  ) {
    self.init(.error, message, at: location, excerpt: excerpt, notes: notes)
  }

  /// Whether this is told before another: by place, what has none last.
  public func stands(before other: Diagnostic) -> Bool {
    guard let own = location, let others = other.location else {
      return location != nil && other.location == nil
    }
    return own < others
  }

  /// The text for a terminal: the message with its place, the source line with a caret, the notes; no last
  /// line break.
  public var rendered: String {
    let place = location.map { "\($0): " } ?? ""
    let gutter = String(repeating: " ", count: max(3, excerptLineNumber.count))
    // What a file says is part of the message, and may hold escape codes.
    let first = Excerpt.printable("\(place)\(severity.rawValue): \(message)".unicodeScalars)
    let last = notes.map { "\(gutter) = \(Excerpt.printable($0.unicodeScalars))" }
    return ([first] + excerptLines + last).joined(separator: "\n")
  }

  /// The same as `rendered`.
  public var description: String { rendered }

  private var excerptLineNumber: String {
    guard let location, excerpt != nil else { return "" }
    return " \(location.line)"
  }

  private var excerptLines: [String] {
    guard let location, let excerpt else { return [] }
    let gutter = String(repeating: " ", count: excerptLineNumber.count)
    let (source, underline) = excerpt.rendered(column: location.column)
    return ["\(excerptLineNumber) | \(source)", "\(gutter) | \(underline)"]
  }
}
