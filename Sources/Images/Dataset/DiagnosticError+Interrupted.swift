public import Diagnostics

extension DiagnosticError {
  /// What ends work that nobody waits for any more: nothing is wrong.
  public static let interrupted = DiagnosticError(Diagnostic("interrupted"))
}
