/// A run folder is another process's.
public struct ClaimFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// What became of the claim.
  public enum Kind: Sendable {
    /// Another process holds the folder, and lives: nothing was changed.
    case held
    /// Another process took the folder over while this one was silent; this one wrote nothing since.
    case lost
  }

  /// What became of the claim.
  public let kind: Kind
  /// What happened, and what to do next.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
