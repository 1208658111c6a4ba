/// What the user gave is wrong: a config, a data file, a missing path.
///
/// The program ends with exit code 65.
public struct DiagnosticError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Everything that is wrong, in the order in which it is shown; never empty.
  public let diagnostics: [Diagnostic]

  /// The most mistakes of one text that are told: nobody reads more, and a text can be made to have millions.
  public static let most = 100

  /// What is told after the last of `most`.
  public static func more(after last: Diagnostic?) -> Diagnostic {
    Diagnostic(
      "there may be more mistakes; these are the first \(most)", at: last?.location, excerpt: last?.excerpt)
  }

  /// Makes an error of several mistakes.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// Makes an error of one mistake.
  public init(_ diagnostic: Diagnostic) {
    self.init([diagnostic])
  }

  /// All diagnostics as text, one after the other.
  public var description: String {
    diagnostics.map(\.rendered).joined(separator: "\n")
  }
}
