import Experiment

/// A sweep over learning curves: workers that take what the strategy wants most, until it wants nothing.
struct SimulatedSweep {
  /// What came of it.
  struct Result {
    /// What the configuration that looks best is worth less than the best one.
    let regret: Double
    /// The epochs that were trained, over all cells.
    let epochs: Int
  }

  private struct Job {
    let cell: Int
    let worker: Int
    let until: Int
    let end: Double
  }

  private let curves: LearningCurves
  private let strategy: Strategy
  private let paces: [Double]
  private let takesTime: Bool
  private var cells: [CellProgress]
  private var jobs: [Job] = []

  /// Makes a sweep.
  ///
  /// Time matters under `asha` alone, which gets 4 workers of different speed. Elsewhere each cell has a worker, which comes to the same sooner.
  init(_ config: StrategyConfig, over curves: LearningCurves) {
    self.curves = curves
    strategy = Strategy(config, epochs: LearningCurves.epochs)
    cells = (0..<LearningCurves.configurations * LearningCurves.seeds).map { cell in
      CellProgress(configuration: cell / LearningCurves.seeds, stage: .new, scores: [])
    }
    takesTime = if case .asha = config { true } else { false }
    paces = takesTime ? (0..<4).map(curves.slowness(ofWorker:)) : cells.map { _ in 1 }
  }

  /// Trains all that the strategy wants.
  func result() -> Result {
    var sweep = self
    var now = 0.0
    sweep.start(at: now)
    while let next = sweep.jobs.map(\.end).min() {
      now = next
      for job in sweep.jobs where job.end == now { sweep.finish(job) }
      sweep.jobs.removeAll { $0.end == now }
      sweep.start(at: now)
    }
    return sweep.outcome
  }

  private mutating func start(at now: Double) {
    let busy = Set(jobs.map(\.worker))
    let free = paces.indices.filter { !busy.contains($0) }
    for (worker, work) in zip(free, strategy.work(cells)) {
      let cell = cells[work.cell]
      let until = work.until ?? LearningCurves.epochs
      let pace = takesTime ? paces[worker] * curves.slowness(of: cell.configuration) : 1
      let end = now + pace * Double(until - cell.scores.count)
      jobs.append(Job(cell: work.cell, worker: worker, until: until, end: end))
      cells[work.cell] = CellProgress(
        configuration: cell.configuration, stage: .running, scores: cell.scores, target: until)
    }
  }

  private mutating func finish(_ job: Job) {
    let (configuration, seed) = (cells[job.cell].configuration, job.cell % LearningCurves.seeds)
    let done = cells[job.cell].scores.count
    let scores = (done + 1..<job.until + 1).map { curves.score(of: configuration, seed: seed, epoch: $0) }
    cells[job.cell] = CellProgress(
      configuration: configuration, stage: job.until == LearningCurves.epochs ? .finished : .waiting,
      scores: cells[job.cell].scores + scores)
  }

  private var outcome: Result {
    let worths = (0..<LearningCurves.configurations).map(curves.worth(of:))
    let whole = Dictionary(grouping: cells, by: \.configuration)
      .filter { $0.value.allSatisfy { $0.stage == .finished } }
    let means = whole.mapValues { cells in
      cells.reduce(0) { $0 + ($1.scores.compactMap(\.self).max() ?? 0) } / Double(cells.count)
    }
    // Of two equal ones the first that is declared, as the strategy has it.
    let chosen = means.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return Result(
      regret: (worths.max() ?? 0) - (chosen.map { worths[$0] } ?? 0),
      epochs: cells.reduce(0) { $0 + $1.scores.count })
  }
}
