import Foundation
import Synchronization

/// Shows others that the holder of a lease lives, and notices when the lease is lost, on a thread of its own.
final class Heartbeat: Sendable {
  private enum State {
    case beating(Int)
    case released
  }

  private let file: LeaseFile
  private let folder: LeaseFolder
  private let interval: Double
  // Also keeps the file from being written while it is released.
  private let state = Mutex(State.beating(0))
  private let hasStopped = Atomic(false)
  private let lost = Atomic(false)

  init(_ file: LeaseFile, in folder: LeaseFolder, every interval: Double) {
    self.file = file
    self.folder = folder
    self.interval = interval
  }

  /// Whether another process has taken the folder; once true, always true.
  var isLost: Bool { lost.load(ordering: .relaxed) }

  /// Begins to beat.
  func start() {
    let thread = Thread { [self] in
      while beat() { sleep() }
    }
    thread.name = "unet lease"
    thread.start()
  }

  /// Shows a sign of life; `false` where there is no more to come.
  func beat() -> Bool {
    state.withLock { state in
      guard case .beating(let count) = state, !look() else { return false }
      file.beat(count + 1)
      state = .beating(count + 1)
      return true
    }
  }

  /// Looks whether the lease is lost.
  @discardableResult
  func look() -> Bool {
    let isFenced = access(folder.workplace(file), F_OK) != 0 && (errno == ENOENT || errno == ESTALE)
    if isFenced || access(folder.lease(file.number + 1), F_OK) == 0 { lost.store(true, ordering: .relaxed) }
    return isLost
  }

  /// Ends it, and says so in the file; what is to be done before that is done only where the lease is not lost.
  func release(after prepare: () -> Void) {
    hasStopped.store(true, ordering: .relaxed)
    state.withLock { state in
      guard case .beating = state, !look() else { return }
      state = .released
      prepare()
      file.release()
    }
  }

  /// In short pieces, so that the thread ends soon after the lease; by a clock that nobody sets.
  private func sleep() {
    var rest = interval
    while rest > 0, !hasStopped.load(ordering: .relaxed) {
      let piece = min(rest, 0.05)
      usleep(UInt32(piece * 1e6))
      rest -= piece
    }
  }
}
