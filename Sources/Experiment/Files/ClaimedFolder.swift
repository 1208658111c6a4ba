public import Foundation

/// A run folder into which this process alone writes: all that is written to one goes through here.
///
/// New content stands in a staging folder within the run folder until a rename puts it in its place.
public final class ClaimedFolder {
  /// The run folder.
  public let folder: RunFolder
  private let staging: String

  /// Claims a run folder, which is made where it is not there.
  public init(claiming folder: RunFolder) throws(FileFailure) {
    self.folder = folder
    staging = "\(folder.path)/.writing"
    try Folder.create(folder.path)
    try? FileManager.default.removeItem(atPath: staging)
    try Folder.create(staging)
  }

  /// Makes the folders in it; those that exist stay as they are.
  public func createFolders() throws(FileFailure) {
    for path in [folder.checkpoints, folder.samples] { try Folder.create(path) }
  }

  /// Gives the folder up; nothing may be written after it.
  public func release() { rmdir(staging) }

  /// Replaces a file with these bytes, as `AtomicFile` does.
  public func write(_ data: Data, to path: String) throws {
    try write(to: path) { sink in try sink.write(data) }
  }

  /// Replaces a file with a record in JSON.
  public func write(_ record: some Encodable, to path: String) throws {
    try write(JSONFormat.encode(record), to: path)
  }

  /// Replaces a file with what `body` writes piece by piece.
  ///
  /// - Throws: `FileFailure`, or what `body` throws.
  public func write(to path: String, _ body: (FileSink) throws -> Void) throws {
    try AtomicFile.write(to: path, staging: staging, body)
  }

  /// Gives a file a second name, as `AtomicFile` does.
  public func link(_ path: String, as other: String) throws(FileFailure) {
    try AtomicFile.link(path, as: other, staging: staging)
  }

  /// Removes a file; one that is not there is removed already.
  public func remove(_ path: String) throws(FileFailure) { try AtomicFile.remove(path) }

  /// Replaces a file by one that begins with these bytes, and goes on growing.
  public func grow(_ path: String, from bytes: Data) throws -> GrowingFile {
    var opened: FileSink?
    try write(to: path) { sink in
      try sink.write(bytes)
      opened = sink
    }
    guard let opened else { throw FileFailure(action: "write", path: path, reason: "it was not opened") }
    return GrowingFile(opened, length: bytes.count)
  }
}
