public import Foundation

/// A file that is being written, each piece after the one before.
public final class FileSink {
  /// The file's name in messages.
  private let name: String
  private let descriptor: Int32

  /// Makes an empty file.
  ///
  /// - Parameter name: what messages call it, where it stands under another name until it is whole.
  init(creating path: String, for name: String) throws(FileFailure) {
    self.name = name
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(errnoOf: "write", path: name) }
  }

  deinit { close(descriptor) }

  /// Appends the bytes.
  public func write(_ data: Data) throws(FileFailure) {
    let written = data.withUnsafeBytes { bytes in Result { () throws(FileFailure) in try write(bytes) } }
    try written.get()
  }

  /// Appends the bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileFailure(errnoOf: "write", path: name) }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until the disk has all of it.
  func flush() throws(FileFailure) {
    guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: "flush", path: name) }
  }
}
