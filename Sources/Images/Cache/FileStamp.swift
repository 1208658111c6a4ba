import Glibc

/// What a file system knows of a file that changes when the file's bytes do.
struct FileStamp: Hashable, Sendable {
  private let device, inode: UInt64
  /// Bytes.
  let size: Int
  private let changed: [Int]

  /// Looks at the file at `path`; nil unless it is there.
  ///
  /// The time of its last change counts in whatever way it was changed.
  init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    self.init(info, since: info.st_ctim)
  }

  /// Looks at an open file; only writing to it counts, not setting when it was used.
  init?(descriptor: Int32) {
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return nil }
    self.init(info, since: info.st_mtim)
  }

  private init(_ info: stat, since time: timespec) {
    device = UInt64(info.st_dev)
    inode = UInt64(info.st_ino)
    size = Int(info.st_size)
    changed = [Int(time.tv_sec), Int(time.tv_nsec)]
  }
}
