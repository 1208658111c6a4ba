import Diagnostics

/// Problems of many files, of which only the first are worth reading.
struct ProblemList {
  /// How many are listed before "and 31 more".
  static let limit = 20

  private var diagnostics: [Diagnostic] = []

  mutating func add(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  mutating func add(contentsOf other: ProblemList) { diagnostics += other.diagnostics }

  /// Runs `body`; nil if it throws, which is noted.
  mutating func collect<Value>(_ body: () throws(DiagnosticError) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }

  /// The first of the problems, and how many more there are.
  var error: DiagnosticError {
    let more = diagnostics.count - Self.limit
    let listed = Array(diagnostics.prefix(Self.limit))
    return DiagnosticError(more > 0 ? listed + [Diagnostic("and \(more) more")] : listed)
  }

  func throwIfAny() throws(DiagnosticError) {
    guard diagnostics.isEmpty else { throw error }
  }
}
