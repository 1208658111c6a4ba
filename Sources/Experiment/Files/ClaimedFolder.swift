public import Foundation

/// A run folder into which this process alone writes: all that is written to one goes through here.
///
/// New content stands in the lease's staging folder until a rename puts it in its place; what is removed is moved there first. Once another
/// process has taken the run folder, the staging folder is gone, and each of these fails: there is no write that could come late.
public final class ClaimedFolder {
  /// The run folder.
  public let folder: RunFolder
  private let lease: Lease

  /// The folder that a lease is on.
  public init(_ folder: RunFolder, by lease: Lease) {
    self.folder = folder
    self.lease = lease
  }

  /// Claims a folder, which is made where it is not there, unless another process may hold it.
  ///
  /// - Throws: `ClaimFailure`, without waiting to see whether that process lives.
  public convenience init(claiming folder: RunFolder) throws {
    try Folder.create(folder.path)
    self.init(folder, by: try Self.lease(on: folder.path))
  }

  /// Makes the folders in it; those that exist stay as they are.
  public func createFolders() throws {
    for path in [folder.checkpoints, folder.samples] { try explaining { try Folder.create(path) } }
  }

  /// Gives the folder up; nothing may be written after it.
  public func release() { lease.release() }

  /// Does nothing while the folder is not known to be another's.
  ///
  /// - Throws: `ClaimFailure`; `FileFailure` where the folder is gone.
  public func check() throws { try lease.check() }

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
  /// - Throws: `FileFailure`, `ClaimFailure` where the folder is another's by now, or what `body` throws.
  public func write(to path: String, _ body: (FileSink) throws -> Void) throws {
    try explaining { try AtomicFile.write(to: path, staging: lease.staging, body) }
  }

  /// Gives a file a second name, as `AtomicFile` does.
  public func link(_ path: String, as other: String) throws {
    try explaining { try AtomicFile.link(path, as: other, staging: lease.staging) }
  }

  /// Removes a file; one that is not there is removed already.
  public func remove(_ path: String) throws {
    try explaining { try AtomicFile.remove(path, staging: lease.staging) }
  }

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

  private static func lease(on path: String) throws -> Lease {
    var claim = LeaseClaim(on: path, timeout: .usual)
    while true {
      switch try claim.advance() {
      case .claimed(let lease): return lease
      case .waiting(let holder, _): throw ClaimFailure(.held, "\(path) may be held by \(holder)")
      case .working: break
      }
    }
  }

  private func explaining(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as FileFailure {
      throw lease.explained(failure)
    }
  }
}
