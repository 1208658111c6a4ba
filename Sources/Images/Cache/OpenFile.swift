import Glibc

/// A file that is open for reading, whatever becomes of its name.
final class OpenFile {
  /// `UTIME_NOW` and `UTIME_OMIT`, which Swift doesn't import.
  private static let (now, asItIs) = ((1 << 30) - 1, (1 << 30) - 2)

  private let descriptor: Int32

  /// Opens the file at `path`; nil if there is none, or it may not be read.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// What tells whether it was written to.
  var stamp: FileStamp? { FileStamp(descriptor: descriptor) }

  /// Notes that it was used now, which changes nothing else of it; a file system that is only read keeps what it has.
  func touch() {
    let times = [timespec(tv_sec: 0, tv_nsec: Self.now), timespec(tv_sec: 0, tv_nsec: Self.asItIs)]
    futimens(descriptor, times)
  }

  /// `count` bytes from `start` on; nil if the file ends before, or cannot be read.
  func bytes(at start: Int, count: Int) -> [UInt8]? {
    var isComplete = true
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let target = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      isComplete = fill(target, at: start)
      filled = isComplete ? count : 0
    }
    return isComplete ? bytes : nil
  }

  /// Fills a buffer from `start` on; false if the file ends before, or cannot be read.
  func fill(_ target: UnsafeMutableRawBufferPointer, at start: Int) -> Bool {
    var done = 0
    while done < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(start + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
