public import Foundation

/// A file that is being written, each piece after the one before.
public final class FileSink {
  private let path: String
  private let descriptor: Int32

  init(creating path: String) throws(FileFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(errnoOf: "write", path: path) }
  }

  /// Goes on with a file, or an empty one, after its first `length` bytes; what follows them is cut off.
  init(continuing path: String, at length: Int) throws(FileFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0, ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, 0, SEEK_END) >= 0
    else { throw FileFailure(errnoOf: "write", path: path) }
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
      guard count > 0 else { throw FileFailure(errnoOf: "write", path: path) }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until the disk has all of it.
  func flush() throws(FileFailure) {
    guard fsync(descriptor) == 0 else { throw FileFailure(errnoOf: "flush", path: path) }
  }
}
