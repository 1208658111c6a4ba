public import Diagnostics

extension Sweep {
  /// An error about the value of one of the sweep's own keys, which is known only after reading.
  public func mistake(_ message: String, at key: String, notes: [String] = []) -> Diagnostic {
    Diagnostic(message, notes: notes)
  }
}
