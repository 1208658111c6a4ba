import Foundation

/// A file of tensors that cannot be read.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path.
  public let file: String
  /// What is wrong with it.
  public let reason: String

  /// One line: `runs/a/checkpoints/best.safetensors: not a safetensors file: …`.
  public var description: String { "\(file): \(reason)" }

  static func unreadable(_ file: String, _ error: any Error) -> SafetensorsError {
    SafetensorsError(file: file, reason: "cannot be read: \(error.localizedDescription)")
  }

  static func malformed(_ file: String, _ reason: String) -> SafetensorsError {
    SafetensorsError(file: file, reason: "not a safetensors file: \(reason)")
  }
}
