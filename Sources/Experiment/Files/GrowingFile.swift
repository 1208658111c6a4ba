public import Foundation

/// A file of a run that only grows, such as TensorBoard's.
///
/// How much of it counts is part of the run's state: what a killed process wrote beyond its last commit is left out when another goes on.
/// Each process begins with a file of its own, which takes the place of the one before, and appends to it through the descriptor that it
/// opened then. A process that has lost the run without knowing it writes into a file that nobody sees any more.
public final class GrowingFile {
  /// How long it is by now, in bytes.
  public private(set) var length: Int
  private let sink: FileSink

  /// Goes on with a file that was opened after `length` bytes were written to it.
  init(_ sink: FileSink, length: Int) {
    self.sink = sink
    self.length = length
  }

  /// What stands in such a file; `nil` where it is not there.
  ///
  /// - Throws: `FileFailure` where the system doesn't let it be read, which must not be taken for a loss.
  static func content(of path: String) throws(FileFailure) -> Data? {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      guard access(path, F_OK) == 0 || errno != ENOENT else { return nil }
      throw FileFailure(
        action: "read", path: path,
        reason:
          "\(error.localizedDescription) (where it is beyond help, remove it: the run goes on without it)")
    }
  }

  /// Appends bytes and waits until the disk has them.
  ///
  /// - Throws: `FileFailure`; what was written of them stands beyond `length` then.
  public func append(_ bytes: Data) throws(FileFailure) {
    try sink.write(bytes)
    try sink.flush()
    length += bytes.count
  }
}
