import Foundation

/// A file of the folder of decoded samples, as the file system knows it.
struct StoredFile {
  /// What is in it.
  let key: String
  let bytes: Int
  /// Nanoseconds since 1970.
  let lastUse: Int

  private static let suffix = ".pixels"
  private static let unfinishedSuffix = ".part"
  /// Nobody writes a file for so many seconds.
  private static let longestWrite = 3600

  /// Why a file could not be written.
  struct Failure: Error {
    let reason: String

    init(_ action: String, _ path: String) {
      reason = "cannot \(action) \(path): \(String(cString: strerror(errno)))"
    }
  }

  /// The file at `path`; nil unless it is there.
  init?(_ path: String) {
    var info = stat()
    let name = (path as NSString).lastPathComponent
    guard name.hasSuffix(Self.suffix), lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    key = String(name.dropLast(Self.suffix.count))
    bytes = Int(info.st_size)
    lastUse = Int(info.st_atim.tv_sec) * 1_000_000_000 + Int(info.st_atim.tv_nsec)
  }

  func path(in folder: String) -> String { Self.path(of: key, in: folder) }

  static func path(of key: String, in folder: String) -> String {
    "\(folder)/\(key.prefix(2))/\(key)\(suffix)"
  }

  /// The folders in a folder, which are named by two digits.
  static func folders(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }.sorted().map { "\(folder)/\($0)" }
  }

  static func all(in folder: String) -> [StoredFile] { paths(in: folder).compactMap { StoredFile($0) } }

  /// Removes what processes were writing when they were killed.
  static func removeUnfinished(in folder: String) {
    for path in paths(in: folder) where path.hasSuffix(unfinishedSuffix) {
      var info = stat()
      guard lstat(path, &info) == 0, Int(info.st_mtim.tv_sec) < time(nil) - longestWrite else { continue }
      unlink(path)
    }
  }

  private static func paths(in folder: String) -> [String] {
    folders(in: folder).flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).map { "\(folder)/\($0)" }
    }
  }

  // MARK: Writing

  /// Writes a sample under a temporary name, and then gives it its own; nothing is left behind by a failure.
  ///
  /// It is not flushed to the disk: what a crash of the machine damages does not fit its sums.
  static func write(
    _ head: [UInt8], _ decoded: DecodedSample, key: String, in folder: String
  ) throws(Failure) -> FileStamp {
    let path = path(of: key, in: folder)
    try makeFolder((path as NSString).deletingLastPathComponent)
    let temporary = "\(path).\(getpid())-\(UUID().uuidString.prefix(8))\(unfinishedSuffix)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("write in", folder) }
    do throws(Failure) {
      defer { close(descriptor) }
      var isWritten = head.withUnsafeBytes { write($0, to: descriptor) }
      decoded.forEachSection { bytes in
        if isWritten { isWritten = write(bytes, to: descriptor) }
      }
      if !isWritten { throw Failure("write in", folder) }
      guard let stamp = FileStamp(descriptor: descriptor), rename(temporary, path) == 0 else {
        throw Failure("write in", folder)
      }
      return stamp
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes all of the bytes; false with the reason in `errno`.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func makeFolder(_ path: String) throws(Failure) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path != "/", !path.isEmpty else { throw Failure("make the folder", path) }
    let parent = (path as NSString).deletingLastPathComponent
    try makeFolder(parent.isEmpty ? "." : parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Failure("make the folder", path) }
  }
}
