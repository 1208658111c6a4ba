import Experiment
import Testing

@Suite("Strategies under workers, kills and other processes")
struct StrategyPropertyTests {
  @Test(
    "Halving trains the same epochs of the same cells in every order, with any workers, kills and processes",
    arguments: 0..<20)
  func halving(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let epochs = 8 + random.below(20)
    let halving = StrategyConfig.Halving(
      eta: 2 + random.below(3), minEpochs: [nil, 1, 2, 3][random.below(4)])
    let strategy = Strategy(
      .halving(halving), epochs: epochs, validatedEvery: 1 + random.below(2),
      direction: random.below(2) == 0 ? .higher : .lower)
    let cells = StrategyTrial.Cell.wild(
      1 + random.below(11), seeds: 1 + random.below(3), epochs: epochs, &random)
    let calm = try StrategyTrial(strategy, cells).outcome()
    for order in 1...4 {
      var trial = StrategyTrial(strategy, cells, seed: UInt64(seed * 10 + order))
      trial.workers = [1, 2, 4, 40][order - 1]
      trial.kills = 15
      trial.isShared = order > 2
      #expect(try trial.outcome() == calm)
    }
  }

  @Test(
    "Asha ends in every order, with any workers, kills and processes, with as many at the end as promised",
    arguments: 0..<20)
  func asha(seed: Int) throws {
    var random = SplitMix(seed: UInt64(100 + seed))
    let epochs = 8 + random.below(20)
    let halving = StrategyConfig.Halving(
      eta: 2 + random.below(3), minEpochs: [nil, 1, 2, 3][random.below(4)])
    let strategy = Strategy(.asha(halving), epochs: epochs)
    let cells = StrategyTrial.Cell.wild(
      1 + random.below(11), seeds: 1 + random.below(3), epochs: epochs, &random)
    for order in 1...4 {
      var trial = StrategyTrial(strategy, cells, seed: UInt64(seed * 10 + order))
      trial.workers = [1, 2, 4, 40][order - 1]
      trial.kills = 15
      trial.isShared = order > 2
      let end = try trial.outcome()
      let standings = strategy.standings(end)
      for rung in strategy.rungs {
        let entrants = standings.filter { $0.until.map { $0 >= rung } ?? true }
        let promoted = entrants.filter { $0.until != rung }
        let comparable = entrants.filter { $0.cells.allSatisfy { isComparable(end[$0], at: rung) } }
        let share = (entrants.count + halving.eta - 1) / halving.eta
        #expect(promoted.count >= min(share, comparable.count))
      }
      #expect(standings.allSatisfy { $0.isOut || $0.until == nil })
      #expect(
        end.indices.allSatisfy { cell in
          [.finished, .failed].contains(end[cell].stage) || strategy.pausedForGood(end).contains(cell)
        })
    }
  }

  private func isComparable(_ cell: CellProgress, at rung: Int) -> Bool {
    (cell.scores.count >= rung || cell.stage == .finished)
      && cell.scores.prefix(rung).contains { $0 != nil }
  }

  @Test(
    "Of curves that neither cross nor scatter, the best is trained to the end", arguments: [2, 3, 4, 7],
    [1, 3])
  func winner(eta: Int, seeds: Int) throws {
    for size in [1, 2, 3, 4, 7, 10, 19] {
      for minEpochs in [nil, 1, 5] {
        let halving = StrategyConfig.Halving(eta: eta, minEpochs: minEpochs)
        var random = SplitMix(seed: UInt64(size * eta))
        let qualities = (0..<size).map { ($0, random.below(1000)) }.sorted { $0.1 < $1.1 }.map(\.0)
        let best = try #require(qualities.firstIndex(of: size - 1))
        let cells = StrategyTrial.Cell.ordered(qualities, seeds: seeds, epochs: 20)
        for config in [StrategyConfig.halving(halving), .asha(halving), .all] {
          var trial = StrategyTrial(Strategy(config, epochs: 20), cells, seed: UInt64(size))
          trial.workers = 3
          let end = try trial.outcome()
          #expect(end.filter { $0.configuration == best }.allSatisfy { $0.stage == .finished })
          if config == .halving(halving), size > 1 { #expect(!end.allSatisfy { $0.stage == .finished }) }
        }
      }
    }
  }

  @Test(
    "A sweep that has grown is trained as if it had been declared like this, beside what was trained before",
    arguments: 0..<10)
  func grown(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    let strategy = Strategy(.halving(.init(eta: 3, minEpochs: 2)), epochs: 20)
    let cells = StrategyTrial.Cell.wild(12, seeds: 2, epochs: 20, &random)
    let small = try StrategyTrial(strategy, Array(cells.prefix(10))).outcome()
    let whole = try StrategyTrial(strategy, cells).outcome()
    var grown = StrategyTrial(strategy, cells)
    grown.progress.replaceSubrange(..<small.count, with: small)
    let end = try grown.outcome()
    for cell in cells.indices {
      let before = cell < small.count ? small[cell].scores.count : 0
      #expect(end[cell].scores.count == max(whole[cell].scores.count, before))
    }
  }
}
