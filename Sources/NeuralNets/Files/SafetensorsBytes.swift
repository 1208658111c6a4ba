import Foundation

/// The bytes of a file, read where they are asked for.
///
/// They are not mapped into memory: a disk that fails under a mapped file ends the process, and here is an error.
final class SafetensorsBytes {
  /// The file's path.
  let file: String
  /// How many bytes it has.
  let count: Int
  private let descriptor: Int32

  init(_ path: String) throws(SafetensorsError) {
    file = path
    // Without waiting, or a pipe that nobody writes to would hold the program up.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path, Self.reason) }
    do {
      count = try Self.count(of: descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
  }

  private static func count(of descriptor: Int32, _ path: String) throws(SafetensorsError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, reason) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(path, "it is no file") }
    return Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// A part of the file.
  func read(_ range: Range<Int>) throws(SafetensorsError) -> Data {
    var data = Data(count: range.count)
    var done = 0
    while done < range.count {
      let got = data.withUnsafeMutableBytes { bytes in
        pread(
          descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[done...]).baseAddress, range.count - done,
          off_t(range.lowerBound + done))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(file, Self.reason) }
      guard got > 0 else { throw .unreadable(file, "it has become shorter") }
      done += got
    }
    return data
  }

  private static var reason: String { String(cString: strerror(errno)) }
}
