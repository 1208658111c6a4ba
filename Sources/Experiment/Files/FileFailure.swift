/// A file or folder could not be read or written: the user's disk, permissions or path, not the program (exit code 74).
public struct FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was tried, as a verb and its object: "write", "create the folder".
  public let action: String
  /// The path that it was tried on.
  public let path: String
  /// The system's reason: "No space left on device".
  public let reason: String

  /// Makes the failure of an action on a path.
  public init(action: String, path: String, reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// One line that a person can act on.
  public var description: String { "cannot \(action) \(path): \(reason)" }
}
