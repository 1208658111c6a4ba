import Foundation

/// What can be seen of a lease from outside.
struct LeaseContent: Equatable {
  /// What stands in the file; `nil` where it is none, damaged, or of another version.
  let record: LeaseRecord?
  /// The number of the file.
  let inode: UInt64
  // Even what cannot be read shows life by these.
  private let bytes: Data
  private let seconds: Int
  private let nanoseconds: Int

  /// Looks at a lease; `nil` where nothing has that name.
  ///
  /// It never waits, as a pipe of that name would make it.
  init?(of path: String) {
    var info = stat()
    guard lstat(path, &info) == 0 else { return nil }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // By the descriptor: a network file system asks the server anew for a file that is opened.
    let isFile = descriptor >= 0 && fstat(descriptor, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    bytes = (isFile ? try? handle.read(upToCount: Self.mostBytes) : nil) ?? Data()
    record = LeaseRecord(bytes)
    inode = UInt64(info.st_ino)
    (seconds, nanoseconds) = (Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
  }

  /// No lease is longer.
  private static let mostBytes = 1 << 16
}
