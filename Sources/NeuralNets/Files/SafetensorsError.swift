/// A file of tensors that cannot be used.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whose fault it is.
  public enum Kind: Sendable {
    /// The system did not let it be read: the file may be as good as ever.
    case unreadable
    /// Its bytes are not those of such a file, or not those that were written.
    case damaged
  }

  /// Whose fault it is.
  public let kind: Kind
  /// The file's path.
  public let file: String
  /// What is wrong with it.
  public let reason: String

  /// One line: `runs/a/checkpoints/best.safetensors: not a safetensors file: …`.
  public var description: String { "\(file): \(reason)" }

  static func unreadable(_ file: String, _ reason: String) -> SafetensorsError {
    SafetensorsError(kind: .unreadable, file: file, reason: "cannot be read: \(reason)")
  }

  static func malformed(_ file: String, _ reason: String) -> SafetensorsError {
    SafetensorsError(kind: .damaged, file: file, reason: "not a safetensors file: \(reason)")
  }

  static func changed(_ file: String) -> SafetensorsError {
    SafetensorsError(
      kind: .damaged, file: file,
      reason: "its bytes are not those that were written: they do not have the checksum that stands in it")
  }
}
