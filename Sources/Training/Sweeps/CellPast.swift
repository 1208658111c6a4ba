import Experiment

/// What was trained of a cell so far.
struct CellPast: Equatable {
  /// What it is at.
  enum Stage: String {
    /// Nothing was trained yet.
    case new
    /// Some was trained, and nobody goes on with it now.
    case begun
    /// It stands where the sweep's strategy left it.
    case paused
    /// So too, and it goes no further.
    case out
    /// A process trains it.
    case running
    /// It ended with an error.
    case failed
    /// Nothing is left to do.
    case done

    /// In the order in which they are told.
    static let all: [Stage] = [.done, .out, .running, .paused, .begun, .failed, .new]
  }

  let stage: Stage
  /// Seconds that were trained.
  let seconds: Double
  /// Epochs that were trained.
  let epochs: Int

  /// Whether it is still to be trained.
  var isToCome: Bool { stage != .done && stage != .out }

  static let new = CellPast(stage: .new, seconds: 0, epochs: 0)

  init(stage: Stage, seconds: Double, epochs: Int) {
    self.stage = stage
    self.seconds = seconds
    self.epochs = epochs
  }

  /// What a cell's folder tells.
  ///
  /// - Parameter isOut: whether the sweep's strategy lets it go no further.
  init(_ state: CellState, isOut: Bool = false) {
    let stage: Stage =
      switch state.stage {
      case .new: .new
      case .waiting where isOut: .out
      case .waiting: state.summary?.status == .paused ? .paused : .begun
      case .running: .running
      case .finished: .done
      case .failed: .failed
      }
    self.init(stage: stage, seconds: state.summary?.cost.seconds ?? 0, epochs: state.epochs)
  }
}
