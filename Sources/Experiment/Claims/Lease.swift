import Foundation

/// The right to write into a run folder, which one process has at a time; see `LeaseClaim` for how it is taken.
///
/// It is given up by `release`, or when nobody refers to it any more.
public final class Lease: Sendable {
  /// Its number; whoever takes the folder next has a higher one.
  public let number: Int
  /// The folder in which everything that is written to the run folder is prepared.
  ///
  /// Whoever takes the run folder over moves it away and removes it first, so that no rename out of it can come later; a run folder that
  /// takes the place of this one has none of that name.
  public let staging: String
  private let folder: LeaseFolder
  private let heartbeat: Heartbeat

  init(_ file: LeaseFile, in folder: LeaseFolder, timeout: LeaseTimeout) {
    number = file.number
    self.folder = folder
    staging = folder.workplace(file)
    heartbeat = Heartbeat(file, in: folder, every: timeout.interval)
    heartbeat.start()
  }

  deinit { release() }

  /// Whether another process is known to have taken the folder over; it may have without this being known yet.
  public var isLost: Bool { heartbeat.isLost }

  /// Does nothing while the lease is not known to be lost.
  ///
  /// - Throws: `ClaimFailure` with who has it; `FileFailure` where the run folder is gone.
  public func check() throws {
    guard isLost else { return }
    throw explained(FileFailure(action: "write to", path: folder.path, reason: "it is no longer held"))
  }

  /// Gives the folder up, so that another process can take it at once; does nothing where it is lost or given up already.
  public func release() {
    heartbeat.release { try? FileManager.default.removeItem(atPath: folder.staging(number)) }
  }

  /// Why something could not be written: that the folder is lost or gone, where that is the reason, or the failure as it is.
  public func explained(_ failure: FileFailure) -> any Error {
    guard folder.exists else {
      return FileFailure(
        action: failure.action, path: failure.path,
        reason: "the run folder was removed or moved away while it was in use")
    }
    return heartbeat.look() ? lossFailure() : failure
  }

  private func lossFailure() -> ClaimFailure {
    let newest = (try? folder.listing())?.leases.filter { $0 > number }.max()
    guard let newest else {
      return ClaimFailure(
        .lost,
        "\(staging) was removed, or the run folder replaced by another: this process can write no longer, and has written nothing since; go on with --resume"
      )
    }
    let holder = LeaseContent(of: folder.lease(newest))?.record?.words ?? "another process"
    return ClaimFailure(
      .lost,
      """
      \(folder.path) was taken over by \(holder), after this process had shown no sign of life; \
      it has written nothing there since
      """)
  }
}
