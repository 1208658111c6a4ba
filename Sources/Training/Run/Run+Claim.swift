import Experiment
import Foundation

extension Run {
  /// Takes the run folder, which is there; `nil` where a signal came while a silent holder was waited for.
  ///
  /// - Throws: `ClaimFailure` where a living process holds it.
  func claim() throws -> ClaimedFolder? {
    var claim = LeaseClaim(on: folder.path, timeout: timeout)
    var (waited, isTold) = (0.0, false)
    while true {
      switch try claim.advance() {
      case .claimed(let lease): return ClaimedFolder(folder, by: lease)
      case .working: break
      case .waiting(let holder, let rest):
        if StopSignal.isRaised { return nil }
        if waited >= min(1, rest), !isTold {
          progress.field(
            "waiting",
            "\(folder.path) was held by \(holder); up to \(Wording.duration(rest)) for a sign of its life")
          isTold = true
        }
        usleep(UInt32(claim.pause * 1e6))
        waited += claim.pause
      }
    }
  }

  /// The outcome of a run whose folder cannot be written, which does no harm where all is written already.
  func finishedBefore(_ state: TrainingState, _ session: Session) throws -> Outcome {
    let metrics = try? folder.read(MetricsRecord.self, from: folder.metrics)
    guard session.isFinished(state), metrics?.status == .finished, metrics?.epochs.count == state.epochs
    else {
      throw FileFailure(action: "write to", path: folder.path, reason: "it is read-only")
    }
    progress.line(Self.done(state, folder))
    return Self.finished(state)
  }
}
