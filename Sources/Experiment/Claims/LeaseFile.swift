import Foundation

/// The file of a lease that this process made, open for as long as it may be written.
///
/// It is written through the descriptor alone: a file that took its name since is never touched.
final class LeaseFile: Sendable {
  /// The number of the lease.
  let number: Int
  /// What tells it apart from one of the same number in another folder that took the place of this one.
  let tag = UUID().uuidString
  private let descriptor: Int32
  private let record: LeaseRecord

  /// Makes the file under a name that nobody reads, and waits until the disk has it.
  init(
    creating path: String, number: Int, holder: ProcessIdentity, timeout: LeaseTimeout
  ) throws(FileFailure) {
    self.number = number
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(errnoOf: "claim", path: Folder.parent(of: path)) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { throw FileFailure(errnoOf: "read", path: path) }
    record = LeaseRecord(holder: holder, seconds: timeout.seconds, inode: UInt64(info.st_ino))
    guard write(record) else { throw FileFailure(errnoOf: "claim", path: Folder.parent(of: path)) }
  }

  deinit { close(descriptor) }

  /// Shows that the holder lives; a failure shows itself to others as silence.
  func beat(_ count: Int) { _ = write(record.beating(count)) }

  /// Says that the folder is free.
  func release() { _ = write(record.givenUp) }

  /// Whether the file has that name.
  func stands(as path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && UInt64(info.st_ino) == record.inode
  }

  private func write(_ record: LeaseRecord) -> Bool {
    guard let bytes = try? record.bytes else { return false }
    let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    return count == bytes.count && fdatasync(descriptor) == 0
  }
}
