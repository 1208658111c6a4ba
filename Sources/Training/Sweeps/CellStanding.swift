import Diagnostics
public import Experiment

/// What there is to tell of a cell of a sweep.
public struct CellStanding: Equatable, Sendable {
  /// What a cell is at.
  public enum State: Equatable, Sendable {
    /// Nothing was trained yet.
    case new
    /// Some was trained, and nobody goes on with it now.
    case paused
    /// A process trains it, for so many seconds now; `elsewhere` says which where it is another sweep's: "process 12 on host b".
    case running(seconds: Double, elsewhere: String? = nil)
    /// Nothing is left to do.
    case finished
    /// It ended with an error.
    case failed(reason: String)
  }

  /// How it is called: its run folder's name without the digits of its identity.
  public let label: String
  /// The number of the configuration, as in `SweepCell`.
  public let configuration: Int
  /// What it is at.
  public let state: State
  /// Epochs that are committed.
  public let epochs: Int
  /// Epochs that it would train, to the end.
  public let planned: Int
  /// What its epochs are compared by.
  public let metric: Metric
  /// The best epoch so far; `nil` before the first with a score.
  public let best: BestRecord?
  /// Wall-clock seconds of all committed epochs.
  public let seconds: Double
  /// What an epoch of it takes as a plan says, in any unit that all cells share; `nil` where no plan knows.
  public let work: Double?
  /// Its run folder.
  public let folder: RunFolder

  /// Makes what there is to tell.
  public init(
    label: String, configuration: Int, state: State, epochs: Int, planned: Int, metric: Metric = .meanIoU,
    best: BestRecord? = nil, seconds: Double = 0, work: Double? = nil, folder: RunFolder
  ) {
    self.label = label
    self.configuration = configuration
    self.state = state
    self.epochs = epochs
    self.planned = planned
    self.metric = metric
    self.best = best
    self.seconds = seconds
    self.work = work
    self.folder = folder
  }

  /// What there is to tell of a cell.
  ///
  /// - Parameter summary: what its run folder says; `nil` where it says nothing yet.
  public init(_ member: SweepMember, _ state: State, _ summary: SummaryRecord?, work: Double? = nil) {
    self.init(
      label: member.cell.label, configuration: member.cell.configuration, state: state,
      epochs: summary?.cost.epochs ?? 0, planned: member.cell.config.training.epochs,
      metric: member.cell.config.validation.metric, best: summary?.best, seconds: summary?.cost.seconds ?? 0,
      work: work, folder: member.folder)
  }

  /// A folder's name is the label, a tilde and the beginning of the identity.
  private static func label(of folder: RunFolder) -> String {
    folder.name.lastIndex(of: "~").map { String(folder.name[..<$0]) } ?? folder.name
  }

  /// Where what its process printed is.
  public var log: String { "\(folder.path)/output.log" }

  /// The epochs that are left; none where nobody will train them.
  var epochsLeft: Int {
    switch state {
    case .finished, .failed: 0
    case .new, .paused, .running: max(0, planned - epochs)
    }
  }

  /// The line that stays of a cell with which no process goes on: done, failed or paused; `nil` for another.
  public var ending: String? {
    switch state {
    case .new, .running: nil
    case .failed(let reason): Wording.field("failed", "\(label)  \(reason.firstLine)")
    case .paused:
      Wording.field(
        "paused", "\(label)  after epoch \(epochs) of \(planned)\(scored)  \(Wording.duration(seconds))")
    case .finished: Wording.field("done", "\(label)\(scored)  \(Wording.duration(seconds))")
    }
  }

  /// "  mean_iou 0.9312 in epoch 17".
  private var scored: String {
    best.map { "  \($0.metric.rawValue) \(Wording.score($0.value)) in epoch \($0.epoch)" } ?? ""
  }
}
