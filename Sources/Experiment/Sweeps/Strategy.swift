/// Says which cells of a sweep are to be trained now, and how far.
///
/// It is a function of how far the cells have come, and of nothing else: there is no state that a kill could lose, or that two processes
/// that work on one sweep would have to share. Every answer is right for what was seen, and work that another process does already is no
/// harm, since a cell is claimed by who trains it.
///
/// **Rungs** compare *configurations*: the mean over their cells, which are seeds and folds, of the best score among the epochs up to the
/// rung. Schedules are those of the whole training; a cell that doesn't go on is merely paused. A cell that ended before the rung, by
/// early stopping, has its best score. Of two equal means the first that is declared is better. A configuration goes no further, however
/// few there are, where one of its cells failed before the rung, or has no score there: its mean would be of fewer seeds than the others'. Once
/// the cell is tried again and arrives, the configuration is compared like any other.
///
/// **`halving`** compares at a rung when all of its configurations are there, and lets ⌈n/η⌉ of n go on. So neither time, nor the number of workers,
/// nor kills change which ones. Where the sweep grows, the rungs are decided anew, as if it had been declared like this
/// from the start: one that lost may go on, and one that won keeps what it has.
///
/// **`asha`** is the asynchronous successive halving of Li et al., arXiv:1810.05934: the best ⌊n/η⌋ of the n that arrived so far go on, and one
/// that has begun to go on is trained to its next rung even where it is no longer among them. When nothing more can arrive at a rung, ⌈n/η⌉ go on,
/// so that also few configurations have a winner that is trained to the end, and it is found wherever learning curves neither cross nor scatter.
public struct Strategy: Sendable {
  /// The epochs after which configurations are compared, ascending, each below the last of a training; empty for `all`.
  public let rungs: [Int]
  private let config: StrategyConfig
  private let direction: Metric.Direction

  /// Makes a strategy.
  ///
  /// - Parameters:
  ///   - epochs: those of a whole training.
  ///   - every: the epochs from one validation to the next.
  ///   - direction: which way a score improves.
  public init(
    _ config: StrategyConfig, epochs: Int, validatedEvery every: Int = 1,
    direction: Metric.Direction = .higher
  ) {
    self.config = config
    self.direction = direction
    rungs = config.halving?.rungs(of: epochs, validatedEvery: every) ?? []
  }

  /// Makes the strategy for cells whose epochs and metric are those of one of them.
  public init(_ config: StrategyConfig, for experiment: ExperimentConfig) {
    self.init(
      config, epochs: experiment.training.epochs, validatedEvery: experiment.validation.everyEpochs,
      direction: experiment.validation.metric.direction)
  }

  /// Whether the scores of epochs decide on anything.
  public var comparesScores: Bool { !rungs.isEmpty }

  /// What is to be trained now, what is preferred first; without cells that a process trains already.
  ///
  /// Cells that were begun come before new ones. Then the first seed of each configuration comes before all others, so that there is soon a
  /// first look at all of them; under `asha`, the highest rung comes first of all, and then all seeds of a configuration
  /// before the next, since only whole ones are compared.
  ///
  /// - Parameters:
  ///   - cells: all cells of the sweep, by number.
  public func work(_ cells: [CellProgress]) -> [CellWork] {
    let race = Race(cells, at: rungs, direction)
    var wanted: [(preference: (Int, Int, Int, Int), work: CellWork)] = []
    for (position, (cellsOfOne, place)) in zip(race.configurations, places(in: race)).enumerated() {
      let (until, start) = (epoch(of: place.rung), place.rung == 0 ? 0 : rungs[place.rung - 1])
      for (seed, cell) in cellsOfOne.enumerated() where cells[cell].lacks(until) {
        let isBegun =
          cells[cell].scores.count > start || (place.rung == 0 && cells[cell].stage == .waiting)
        let rank = isBegun ? 0 : 1
        let preference =
          if case .asha = config { (-place.rung, rank, position, seed) } else { (0, rank, seed, position) }
        wanted.append((preference, CellWork(cell: cell, until: until)))
      }
    }
    return wanted.sorted { $0.preference < $1.preference }.map(\.work)
  }

  /// Whether nothing is left to do: nothing is to be trained, and nothing trains that could change that.
  public func isDone(_ cells: [CellProgress]) -> Bool {
    !cells.contains { $0.stage == .running } && work(cells).isEmpty
  }

  /// How each configuration stands, in the order of their numbers.
  public func standings(_ cells: [CellProgress]) -> [ConfigurationStanding] {
    let race = Race(cells, at: rungs, direction)
    return zip(race.configurations, places(in: race)).enumerated().compactMap { position, configuration in
      let (members, place) = configuration
      guard let first = members.first else { return nil }
      let passed = rungs.indices.prefix { race.arrival(of: position, at: $0).isThere }.count
      let score = passed == 0 ? nil : race.arrival(of: position, at: passed - 1).score
      return ConfigurationStanding(
        configuration: cells[first].configuration, cells: members, rungsPassed: passed,
        score: score.map { direction == .higher ? $0 : -$0 }, until: epoch(of: place.rung), isOut: place.isOut
      )
    }
  }

  /// The cells that wait at a rung and go no further, as long as the sweep doesn't grow and no failed cell is tried again.
  public func pausedForGood(_ cells: [CellProgress]) -> Set<Int> {
    let out = standings(cells).filter(\.isOut).flatMap { standing in
      standing.cells.filter { cells[$0].stage == .waiting && !cells[$0].lacks(standing.until) }
    }
    return Set(out)
  }

  /// The epoch of a rung; nil behind the last, which is the end of a training.
  private func epoch(of rung: Int) -> Int? { rung < rungs.count ? rungs[rung] : nil }

  private func places(in race: Race) -> [Race.Place] {
    switch config {
    case .all: race.untouched
    case .halving(let halving): race.synchronous(eta: halving.eta)
    case .asha(let halving): race.asynchronous(eta: halving.eta)
    }
  }
}

/// How a configuration of a sweep stands.
public struct ConfigurationStanding: Equatable, Sendable {
  /// The number of the configuration.
  public let configuration: Int
  /// The numbers of its cells.
  public let cells: [Int]
  /// How many rungs, from the first on, all of its cells have come to.
  public let rungsPassed: Int
  /// The mean that it was compared by at the last of them; nil before the first, and where a cell has no score.
  public let score: Double?
  /// The epoch to which its cells are trained for now; nil for the end.
  public let until: Int?
  /// Whether it goes no further, as long as the sweep doesn't grow and no failed cell is tried again.
  public let isOut: Bool
}

extension CellProgress {
  /// Whether somebody has to train it so that it comes to an epoch; nil is the end.
  fileprivate func lacks(_ until: Int?) -> Bool {
    switch stage {
    case .new, .waiting: until.map { scores.count < $0 } ?? true
    case .running, .finished, .failed: false
    }
  }
}
