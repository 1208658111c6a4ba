/// Why a run could not go on, in words for the person who started it.
public struct TrainingFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of failure it is, which decides the exit code.
  public enum Kind: Sendable {
    /// The command asked for what cannot be: a folder that is there, a resume under other conditions.
    case usage
    /// The training itself failed: the loss is no number, or memory ran out.
    case training
    /// What was saved is lost: nothing can be gone on from.
    case storage
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// What happened, and what to do next.
  public let description: String

  /// Makes a failure of that kind.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
