/// How far a cell of a sweep has come, as its run folder tells.
public struct CellProgress: Equatable, Sendable {
  /// What a cell is at.
  public enum Stage: Equatable, Sendable {
    /// Nothing was trained yet.
    case new
    /// Some was trained, and nobody goes on with it now: it was stopped, killed, or paused.
    case waiting
    /// A process trains it, which may be another sweep's.
    case running
    /// Nothing is left to do.
    case finished
    /// It ended with an error.
    case failed
  }

  /// The number of the configuration, as in `SweepCell`.
  public let configuration: Int
  /// What the cell is at.
  public let stage: Stage
  /// The score of each epoch that is committed, in order, by the metric that chooses the best; nil for an epoch without one.
  public let scores: [Double?]
  /// The epoch after which the process that trains it now pauses; nil where it goes on to the end, where none trains, or where that isn't known.
  public let target: Int?

  /// Makes a progress.
  public init(configuration: Int, stage: Stage, scores: [Double?], target: Int? = nil) {
    self.configuration = configuration
    self.stage = stage
    self.scores = scores
    self.target = target
  }
}

/// What should be done with a cell now.
public struct CellWork: Hashable, Sendable {
  /// The cell's number.
  public let cell: Int
  /// The epoch after which it pauses, counted from 1; nil to train it to the end.
  public let until: Int?

  /// Makes a piece of work.
  public init(cell: Int, until: Int?) {
    self.cell = cell
    self.until = until
  }
}
