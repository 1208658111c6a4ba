public import Foundation

/// Replaces a file so that a reader, or a crash at any instant, finds the old content or the new, never a part.
///
/// The new content goes to a temporary name, is flushed to the disk, and takes the place of the old by a rename, which is flushed too.
/// When something fails, the temporary file is removed and the old content stands.
public enum AtomicFile {
  /// Replaces the file with these bytes.
  public static func write(_ data: Data, to path: String) throws {
    try write(to: path) { sink in try sink.write(data) }
  }

  /// Replaces the file with what `body` writes piece by piece, for content that should not stand in memory as a whole.
  ///
  /// - Parameter staging: the folder of the temporary file, on the same file system; `nil` for the file's own.
  /// - Throws: `FileFailure`, or what `body` throws.
  public static func write(
    to path: String, staging: String? = nil, _ body: (FileSink) throws -> Void
  ) throws {
    let temporary = temporaryName(for: path, in: staging)
    do {
      let sink = try FileSink(creating: temporary, for: path)
      try body(sink)
      try sink.flush()
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Gives the file a second name, replacing what had it, so that the content survives the next write to the first name.
  ///
  /// Does nothing where the file doesn't exist yet.
  ///
  /// - Parameter staging: as in `write`.
  public static func link(_ path: String, as other: String, staging: String? = nil) throws(FileFailure) {
    let temporary = temporaryName(for: other, in: staging)
    unlink(temporary)
    guard Foundation.link(path, temporary) == 0 else {
      if errno == ENOENT, access(path, F_OK) != 0 { return }
      throw FileFailure(errnoOf: "link", path: other)
    }
    // A rename to another name of the same file does nothing and leaves the temporary.
    defer { unlink(temporary) }
    try rename(temporary, to: other)
  }

  /// Removes a file; one that is not there is removed already.
  ///
  /// - Parameter staging: a folder that it is moved to first, so that it stays where that folder is gone; `nil` for none.
  public static func remove(_ path: String, staging: String? = nil) throws(FileFailure) {
    var place = path
    if let staging {
      place = temporaryName(for: path, in: staging)
      guard Foundation.rename(path, place) == 0 else {
        if errno == ENOENT, access(path, F_OK) != 0 { return }
        throw FileFailure(errnoOf: "remove", path: path)
      }
    }
    guard unlink(place) == 0 || errno == ENOENT else { throw FileFailure(errnoOf: "remove", path: path) }
  }

  /// Gives a file another name, replacing what had it, and waits until the disk has it.
  static func rename(_ path: String, to other: String) throws(FileFailure) {
    guard Foundation.rename(path, other) == 0 else { throw FileFailure(errnoOf: "write", path: other) }
    // A rename is durable once its folder is.
    try Folder.flush(Folder.parent(of: other))
  }

  private static func temporaryName(for path: String, in staging: String?) -> String {
    let place = staging.map { "\($0)/\((path as NSString).lastPathComponent)" } ?? path
    return "\(place).\(getpid()).part"
  }
}

extension FileFailure {
  /// The failure that `errno` tells of.
  public init(errnoOf action: String, path: String) {
    self.init(action: action, path: path, reason: String(cString: strerror(errno)))
  }
}
