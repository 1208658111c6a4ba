import Experiment
import Testing

/// A sweep that is trained by workers in a random order, with everything that may go wrong between them.
struct StrategyTrial {
  /// What a cell is like; epochs count from 1.
  struct Cell {
    let configuration: Int
    /// The score of each epoch of a whole training.
    var scores: [Double?]
    /// The epoch after which early stopping ends it.
    var end: Int?
    /// The epoch in which it fails.
    var failure: Int?
  }

  private struct Job {
    let cell: Int
    let until: Int?
  }

  let strategy: Strategy
  let cells: [Cell]
  var workers = 1
  /// How many jobs are killed at most.
  var kills = 0
  /// Whether the workers belong to processes that see old states, and not the targets of each other's.
  var isShared = false
  /// What is known of the cells at the beginning.
  var progress: [CellProgress]
  private var random: SplitMix
  private var jobs: [Job] = []
  private var seen: [[CellProgress]] = []

  init(_ strategy: Strategy, _ cells: [Cell], seed: UInt64 = 0) {
    self.strategy = strategy
    self.cells = cells
    random = SplitMix(seed: seed)
    progress = cells.map { CellProgress(configuration: $0.configuration, stage: .new, scores: []) }
  }

  /// Trains until the strategy is done; the cells as they are then.
  func outcome() throws -> [CellProgress] {
    var trial = self
    var steps = 0
    while true {
      steps += 1
      try #require(steps < 100_000, "it never ends")
      if trial.jobs.count < workers { try trial.start() }
      if trial.jobs.isEmpty {
        if trial.strategy.isDone(trial.progress) { return trial.progress }
        continue
      }
      trial.advance()
    }
  }

  /// A worker takes what is wanted most, as its process sees it.
  private mutating func start() throws {
    seen = seen.suffix(3) + [progress]
    let isOld = isShared && random.below(3) == 0
    let view = isOld ? random.element(of: seen) : progress
    let work = strategy.work(view)
    for item in work {
      let stage = view[item.cell].stage
      try #require(stage == .new || stage == .waiting, "asks for a cell that is \(stage)")
    }
    let busy = Set(jobs.map(\.cell))
    // Who finds that another has a cell, or that it is done, leaves it.
    guard let item = work.first(where: { !busy.contains($0.cell) && isTrainable($0.cell) }) else { return }
    jobs.append(Job(cell: item.cell, until: item.until))
    settle(jobs.count - 1)
  }

  private func isTrainable(_ cell: Int) -> Bool {
    progress[cell].stage != .finished && progress[cell].stage != .failed
  }

  /// A job trains some epochs, or is killed.
  private mutating func advance() {
    let number = random.below(jobs.count)
    let cell = jobs[number].cell
    if kills > 0, random.below(6) == 0 {
      kills -= 1
      let left = progress[cell].scores.dropLast(random.below(4))
      set(cell, .waiting, Array(left))
      jobs.remove(at: number)
      return
    }
    for _ in 0...random.below(4) {
      let done = progress[cell].scores.count
      guard jobs.indices.contains(number), jobs[number].cell == cell else { return }
      if cells[cell].failure == done + 1 {
        set(cell, .failed, progress[cell].scores)
        jobs.remove(at: number)
        return
      }
      set(cell, .running, Array(cells[cell].scores.prefix(done + 1)), target: jobs[number].until)
      settle(number)
    }
  }

  /// Ends a job that has come to its end.
  private mutating func settle(_ number: Int) {
    let job = jobs[number]
    let scores = progress[job.cell].scores
    if scores.count == cells[job.cell].end ?? cells[job.cell].scores.count {
      set(job.cell, .finished, scores)
    } else if let until = job.until, scores.count >= until {
      set(job.cell, .waiting, scores)
    } else {
      let target = isShared && random.below(2) == 0 ? nil : job.until
      return set(job.cell, .running, scores, target: target)
    }
    jobs.remove(at: number)
  }

  private mutating func set(
    _ cell: Int, _ stage: CellProgress.Stage, _ scores: [Double?], target: Int? = nil
  ) {
    progress[cell] = CellProgress(
      configuration: cells[cell].configuration, stage: stage, scores: scores, target: target)
  }
}

extension StrategyTrial.Cell {
  /// Curves that never cross: a configuration of higher quality is better at every epoch.
  static func ordered(_ qualities: [Int], seeds: Int, epochs: Int) -> [Self] {
    qualities.enumerated().flatMap { configuration, quality in
      (0..<seeds).map { seed in
        // The luck of a seed is the same for all configurations.
        let scores = (1...epochs).map { Double(100 + quality) * Double($0) / Double($0 + 5) + Double(seed) }
        return Self(configuration: configuration, scores: scores)
      }
    }
  }

  /// Curves that cross and jump, some with epochs without a score, some that end early, some that fail.
  static func wild(_ configurations: Int, seeds: Int, epochs: Int, _ random: inout SplitMix) -> [Self] {
    (0..<configurations * seeds).map { number in
      var cell = Self(
        configuration: number / seeds,
        scores: (0..<epochs).map { _ in random.below(20) == 0 ? nil : Double(random.below(1000)) })
      if random.below(8) == 0 { cell.end = 1 + random.below(epochs) }
      if random.below(12) == 0 { cell.failure = 1 + random.below(epochs) }
      return cell
    }
  }
}
