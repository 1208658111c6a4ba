import Experiment
import Foundation

/// How far a cell has come, as its run folder tells.
struct CellState: Equatable {
  /// What it is at.
  enum Stage: String {
    /// Nothing was trained yet.
    case new
    /// Some was trained.
    case begun
    /// It stands where the sweep's strategy left it.
    case paused
    /// It ended with an error.
    case failed
    /// Nothing is left to do.
    case done
  }

  let stage: Stage
  /// Seconds that were trained.
  let seconds: Double
  /// Epochs that were trained.
  let epochs: Int

  static let new = CellState(stage: .new, seconds: 0, epochs: 0)

  init(stage: Stage, seconds: Double, epochs: Int) {
    self.stage = stage
    self.seconds = seconds
    self.epochs = epochs
  }

  /// What the summary in a cell's folder says; one of another identity is none of the cell's.
  init(_ member: SweepMember) {
    let folder = member.folder
    guard FileManager.default.fileExists(atPath: folder.summary),
      let summary = try? folder.read(SummaryRecord.self, from: folder.summary),
      summary.identity == member.identity
    else {
      self = .new
      return
    }
    let stages: [RunStatus: Stage] = [.finished: .done, .failed: .failed]
    self.init(
      stage: stages[summary.status] ?? Stage(rawValue: summary.status.rawValue) ?? .begun,
      seconds: summary.cost.seconds, epochs: summary.cost.epochs)
  }
}
