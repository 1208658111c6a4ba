import Experiment
import Foundation

/// Writes what a run's updates were to its `trace.csv`, by which `unet verify` compares.
final class TraceLog {
  /// The updates that are not written yet.
  let pending: UpdateTrace
  private let folder: RunFolder
  /// What is appended to, from `begin` on.
  private var file: GrowingFile?

  /// The trace in a run folder.
  init(in folder: RunFolder, _ pending: UpdateTrace) {
    self.folder = folder
    self.pending = pending
  }

  /// Brings the file to where the state was committed; returns its length in bytes.
  ///
  /// Where that can't be, because it was removed or damaged, it begins with the next update.
  ///
  /// - Parameter step: the updates that are done.
  func begin(after state: TrainingState, step: Int, in claimed: ClaimedFolder) throws -> Int {
    let bytes = try TraceFile.beginning(from: folder.trace, length: state.traceBytes, step: step)
    file = try claimed.grow(folder.trace, from: bytes)
    return bytes.count
  }

  /// Appends the pending updates; returns the new length in bytes, `nil` before `begin`.
  ///
  /// They stand before the commit that records the length, as in `EventLog`.
  func write() throws -> Int? {
    let rows = try pending.take()
    if !rows.isEmpty { try file?.append(TraceFile.bytes(rows)) }
    return file?.length
  }
}
