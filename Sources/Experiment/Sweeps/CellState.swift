/// What the run folder of a cell tells: how far it has come, and who trains it.
public struct CellState: Sendable {
  /// What the cell is at.
  public let stage: CellProgress.Stage
  /// What `summary.json` says; nil before the first epoch.
  public let summary: SummaryRecord?
  /// The score of each epoch by the metric that chooses the best, where it was asked for.
  public let scores: [Double?]
  /// Why it failed; nil where it didn't.
  public let failure: String?
  /// The process that trains it, in words; nil where none does.
  public let holder: String?

  /// The state of a cell of which nothing is there.
  public static let new = CellState(stage: .new, summary: nil, scores: [], failure: nil, holder: nil)

  private init(
    stage: CellProgress.Stage, summary: SummaryRecord?, scores: [Double?], failure: String?, holder: String?
  ) {
    self.stage = stage
    self.summary = summary
    self.scores = scores
    self.failure = failure
    self.holder = holder
  }

  /// Looks into a cell's folder.
  ///
  /// - Parameters:
  ///   - withScores: whether to read the score of each epoch too, from a larger file.
  ///   - watch: tells who holds it.
  public init(of member: SweepMember, withScores: Bool, _ watch: inout LeaseWatch) {
    let folder = member.folder
    guard folder.exists else {
      self = .new
      return
    }
    let summary = try? folder.read(SummaryRecord.self, from: folder.summary)
    // Of one that is done nobody has to be asked.
    let holder = summary?.status == .finished ? nil : watch.holder(of: folder.path)
    let needsMetrics = (withScores && summary != nil) || summary?.status == .failed
    let metrics = needsMetrics ? try? folder.read(MetricsRecord.self, from: folder.metrics) : nil
    let metric = member.cell.config.validation.metric
    self.init(
      stage: Self.stage(summary, isHeld: holder != nil), summary: summary,
      scores: withScores ? metrics?.epochs.map { $0.val?[metric] } ?? [] : [],
      failure: summary?.status == .failed
        ? metrics?.failure ?? "it failed, and metrics.json doesn't say why" : nil,
      holder: holder)
  }

  private static func stage(_ summary: SummaryRecord?, isHeld: Bool) -> CellProgress.Stage {
    switch summary?.status {
    case .finished: .finished
    case _ where isHeld: .running
    case nil: .new
    case .failed: .failed
    case .running, .stopped, .paused: .waiting
    }
  }

  /// The epochs that are committed.
  public var epochs: Int { summary?.cost.epochs ?? 0 }
}
