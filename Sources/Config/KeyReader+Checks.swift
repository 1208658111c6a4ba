public import Diagnostics
import YAML

extension KeyReader {
  /// Checks a rule about several keys, and points at the first of them if it is broken.
  ///
  /// The check stays silent if one of the keys already failed. Keys are dotted paths within this section.
  ///
  /// - Parameters:
  ///   - keys: the key to point at, then the others that the rule looks at; an empty one is the section
  /// itself.
  ///   - condition: whether the rule holds.
  public func check(
    _ keys: String..., that condition: @autoclosure () -> Bool, else message: @autoclosure () -> String,
    notes: @autoclosure () -> [String] = []
  ) {
    report(.error, keys, unless: condition, message, notes)
  }

  /// Warns, as `check` reports an error.
  public func warn(
    _ keys: String..., unless condition: @autoclosure () -> Bool, message: @autoclosure () -> String,
    notes: @autoclosure () -> [String] = []
  ) {
    report(.warning, keys, unless: condition, message, notes)
  }

  /// Where a key of this section stands, for a note; nil if it isn't given.
  public func location(of key: String) -> SourceLocation? {
    context.place(at: path + key.split(separator: ".").map(String.init))?.location
  }

  private func report(
    _ severity: Diagnostic.Severity, _ keys: [String], unless condition: () -> Bool, _ message: () -> String,
    _ notes: () -> [String]
  ) {
    guard !context.isDescribing else { return }
    let path = { (key: String) in self.path + key.split(separator: ".").map(String.init) }
    guard !context.hasFailures || !keys.contains(where: { context.hasFailed(path($0)) }) else { return }
    guard !condition() else { return }
    let paths = keys.map(path)
    let place = context.place(of: paths.first ?? self.path)
    context.report(
      Diagnostic(severity, message(), at: place?.location, excerpt: place?.excerpt, notes: notes()))
    if severity == .error, let first = paths.first { context.fail(first) }
  }
}
