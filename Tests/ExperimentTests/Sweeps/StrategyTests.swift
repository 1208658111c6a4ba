import Experiment
import Testing

@Suite("What a strategy wants trained")
struct StrategyTests {
  private let halving = Strategy(.halving(.init(eta: 3, minEpochs: 2)), epochs: 20)
  private let asha = Strategy(.asha(.init(eta: 3, minEpochs: 2)), epochs: 20)

  /// Cells of so many seeds each, in the order in which they are declared.
  private func cells(_ configurations: Int, seeds: Int = 1) -> [CellProgress] {
    (0..<configurations * seeds).map { CellProgress(configuration: $0 / seeds, stage: .new, scores: []) }
  }

  private func waiting(_ configuration: Int, _ scores: Double?...) -> CellProgress {
    CellProgress(configuration: configuration, stage: .waiting, scores: scores)
  }

  private func cell(
    _ configuration: Int, _ stage: CellProgress.Stage, _ scores: [Double?], target: Int? = nil
  ) -> CellProgress {
    CellProgress(configuration: configuration, stage: stage, scores: scores, target: target)
  }

  private func text(_ work: [CellWork]) -> String {
    work.map { "\($0.cell):\($0.until.map(String.init) ?? "end")" }.joined(separator: " ")
  }

  @Test(
    "All cells are trained to the end, the first seed of each configuration first, those that were begun before"
  )
  func all() {
    let strategy = Strategy(.all, epochs: 20)
    var cells = cells(3, seeds: 2)
    #expect(text(strategy.work(cells)) == "0:end 2:end 4:end 1:end 3:end 5:end")
    cells[0] = cell(0, .finished, [1])
    cells[1] = cell(0, .running, [1])
    cells[2] = cell(1, .failed, [1])
    cells[5] = cell(2, .waiting, [])
    #expect(text(strategy.work(cells)) == "5:end 4:end 3:end")
    #expect(!strategy.isDone(cells))
    cells[3] = cell(1, .finished, [])
    cells[4] = cells[3]
    cells[5] = cells[3]
    #expect(strategy.work(cells).isEmpty && !strategy.isDone(cells))
    cells[1] = cells[3]
    #expect(strategy.isDone(cells))
    #expect(strategy.isDone([]))
  }

  @Test(
    "Rungs begin at a share of the training that makes two, or where they are told to, and wait for a validation"
  )
  func rungs() {
    func rungs(_ eta: Int, _ least: Int?, _ epochs: Int, every: Int = 1) -> [Int] {
      Strategy(.halving(.init(eta: eta, minEpochs: least)), epochs: epochs, validatedEvery: every).rungs
    }
    #expect(rungs(3, nil, 40) == [5, 15])
    #expect(rungs(2, nil, 40) == [10, 20])
    #expect(rungs(4, nil, 300) == [19, 76])
    #expect(rungs(3, 2, 40) == [2, 6, 18])
    #expect(rungs(3, 2, 18) == [2, 6])
    #expect(rungs(3, 2, 40, every: 5) == [5, 10, 20])
    #expect(rungs(2, 1, 12, every: 4) == [4, 8])
    #expect(rungs(3, 40, 40) == [])
    #expect(rungs(3, nil, 1) == [])
    #expect(rungs(100, 1_000_000, 1_000_000) == [])
    #expect(Strategy(.all, epochs: 40).rungs == [])
  }

  @Test(
    "Halving waits for all at a rung, and lets a third of them go on, rounded up, by the mean of the best scores"
  )
  func halvingRung() {
    var cells = cells(4, seeds: 2)
    #expect(text(halving.work(cells)) == "0:2 2:2 4:2 6:2 1:2 3:2 5:2 7:2")
    cells = [
      waiting(0, 0.5, 0.1), waiting(0, 0.1, 0.5),  // 0.5
      waiting(1, 0.9, 0.1), waiting(1, 0.1, 0.3),  // 0.6
      waiting(2, 0.7, 0.7), waiting(2, nil, 0.7),  // 0.7
      waiting(3, 0.1, 0.9), waiting(3, 0.1),
    ]
    #expect(text(halving.work(cells)) == "7:2")
    #expect(halving.pausedForGood(cells).isEmpty)
    cells[7] = waiting(3, 0.1, 0.1)  // 0.5
    #expect(text(halving.work(cells)) == "2:6 4:6 3:6 5:6")
    #expect(halving.pausedForGood(cells) == [0, 1, 6, 7])
    let standings = halving.standings(cells)
    #expect(standings.map(\.rungsPassed) == [1, 1, 1, 1])
    #expect(standings.map(\.isOut) == [true, false, false, true])
    #expect(standings.map(\.until) == [2, 6, 6, 2])
    #expect(standings.map(\.score) == [0.5, 0.6, 0.7, 0.5])
  }

  @Test("Scores after a rung don't count at it")
  func laterScores() {
    let cells = [
      cell(0, .waiting, [0.1, 0.2, 0.9]), waiting(1, 0.3, 0.3), waiting(2, 0.2, 0.2),
    ]
    #expect(text(halving.work(cells)) == "1:end")
    #expect(halving.standings(cells)[0].score == 0.2)
  }

  @Test("A lower score is better where the metric says so")
  func direction() {
    let strategy = Strategy(.halving(.init(eta: 3, minEpochs: 2)), epochs: 20, direction: .lower)
    let cells = [waiting(0, 0.5, 0.4), waiting(1, 0.2, 0.9), waiting(2, 0.3, 0.3)]
    #expect(text(strategy.work(cells)) == "1:end")
    #expect(strategy.standings(cells).map(\.score) == [0.4, 0.2, 0.3])
  }

  @Test("Of equal means the first that is declared goes on")
  func ties() {
    let cells = [waiting(0, 0.1, 0.1), waiting(1, 0.5, 0.1), waiting(2, 0.1, 0.5)]
    #expect(text(halving.work(cells)) == "1:end")
    #expect(text(asha.work(cells)) == "1:end")
  }

  @Test(
    "A configuration with a failed cell, or with one that has no score, goes no further, and holds up nobody")
  func failures() {
    let cells = [
      waiting(0, 0.9, 0.9), cell(0, .failed, [0.9]),
      waiting(1, 0.8, 0.8), waiting(1, nil, nil),
      waiting(2, 0.1, 0.1), waiting(2, 0.1, 0.1),
    ]
    for strategy in [halving, asha] {
      #expect(text(strategy.work(cells)) == "4:end 5:end")
      #expect(strategy.standings(cells).map(\.isOut) == [true, true, false])
      #expect(strategy.pausedForGood(cells) == [0, 2, 3])
    }
    let none = [waiting(0, nil, nil), cell(1, .failed, []), cell(2, .failed, [0.4])]
    #expect(halving.isDone(none) && asha.isDone(none))
  }

  @Test("The other cells of a configuration with a failed one are trained to the rung all the same")
  func siblings() {
    let cells = [cell(0, .failed, [0.9]), waiting(0, 0.9), waiting(1, 0.1, 0.1), waiting(1, 0.1, 0.1)]
    #expect(text(halving.work(cells)) == "1:2 2:end 3:end")
  }

  @Test("A cell that failed after a rung counts at it")
  func laterFailure() {
    let cells = [cell(0, .failed, [0.9, 0.9, 0.9]), waiting(1, 0.8, 0.8), waiting(2, 0.7, 0.7)]
    // The one place at the first rung is taken.
    #expect(halving.isDone(cells))
    #expect(halving.standings(cells).map(\.isOut) == [false, true, true])
  }

  @Test("A cell that an early stop finished before a rung has its best score there")
  func earlyStop() {
    let cells = [cell(0, .finished, [0.9]), waiting(1, 0.8, 0.8), waiting(2, 0.7, 0.7), waiting(3, 0.1, 0.1)]
    #expect(text(halving.work(cells)) == "1:6")
    #expect(halving.standings(cells)[0].score == 0.9)
  }

  @Test("A configuration alone is trained to the end without a stop at a rung")
  func alone() {
    #expect(text(halving.work(cells(1, seeds: 2))) == "0:end 1:end")
    #expect(text(asha.work(cells(1, seeds: 2))) == "0:end 1:end")
  }

  @Test("Asha lets one go on when three have come, the best of them, and prefers the highest rung")
  func ashaPromotes() {
    var cells = cells(7)
    #expect(text(asha.work(cells)) == "0:2 1:2 2:2 3:2 4:2 5:2 6:2")
    cells[0] = waiting(0, 0.1, 0.1)
    cells[1] = waiting(1, 0.1, 0.3)
    #expect(text(asha.work(cells)) == "2:2 3:2 4:2 5:2 6:2")
    cells[2] = waiting(2, 0.1, 0.2)
    #expect(text(asha.work(cells)) == "1:6 3:2 4:2 5:2 6:2")
    #expect(asha.pausedForGood(cells).isEmpty)
    cells[1] = cell(1, .running, [0.1, 0.3], target: 6)
    #expect(text(asha.work(cells)) == "3:2 4:2 5:2 6:2")
  }

  @Test("Under asha a loser goes on later, when more have come; who has begun to goes on to the next rung")
  func ashaRepechage() {
    var cells = cells(7)
    for number in 0..<3 { cells[number] = waiting(number, 0.1, 0.5 - Double(number) / 10) }
    cells[0] = cell(0, .waiting, [0.1, 0.5, 0.5])
    cells[3] = waiting(3, 0.9, 0.9)
    cells[4] = waiting(4, 0.1, 0.1)
    // 3 has taken the one place of 0, which was killed after its third epoch.
    #expect(text(asha.work(cells)) == "0:6 3:6 5:2 6:2")
    cells[5] = waiting(5, 0.1, 0.1)
    cells[6] = waiting(6, 0.1, 0.1)
    // Nothing more can come: 3 of 7 go on, of which 1 had lost before.
    #expect(text(asha.work(cells)) == "0:6 1:6 3:6")
    #expect(asha.pausedForGood(cells) == [2, 4, 5, 6])
  }

  @Test("Asha has a winner of few configurations too")
  func ashaFew() {
    let cells = [waiting(0, 0.1, 0.1), waiting(1, 0.2, 0.2)]
    #expect(text(asha.work(cells)) == "1:end")
  }

  @Test("Under asha a configuration is trained whole before the next, since only whole ones are compared")
  func ashaWhole() {
    var cells = cells(3, seeds: 2)
    cells[3] = waiting(1, 0.4)
    #expect(text(asha.work(cells)) == "3:2 0:2 1:2 2:2 4:2 5:2")
  }

  @Test("When a sweep grows, a loser may go on, and a winner keeps what it has")
  func grown() {
    // Of three the second won, and was trained to the end.
    let small = [
      waiting(0, 0.4, 0.4), cell(1, .finished, Array(repeating: 0.5, count: 20)), waiting(2, 0.1, 0.1),
    ]
    #expect(halving.isDone(small))
    // Of four two go on, so the first does now.
    let worse = small + [waiting(3, 0.2, 0.2)]
    #expect(text(halving.work(worse)) == "0:6")
    // A fourth and a fifth that are better leave no place for who won, which stays as it is.
    let better = small + [waiting(3, 0.9, 0.9), waiting(4, 0.8, 0.8)]
    #expect(text(halving.work(better)) == "3:6 4:6")
    #expect(halving.standings(better).map(\.isOut) == [true, true, true, false, false])
    #expect(halving.pausedForGood(better) == [0, 2])
  }

  @Test("A failed cell that is tried again brings its configuration back")
  func retried() {
    var cells = [cell(0, .failed, [0.9]), waiting(1, 0.2, 0.2), waiting(2, 0.1, 0.1)]
    #expect(text(halving.work(cells)) == "1:end")
    cells[0] = waiting(0, 0.9)
    #expect(text(halving.work(cells)) == "0:2")
    cells[0] = waiting(0, 0.9, 0.9)
    #expect(text(halving.work(cells)) == "0:end")
  }

  @Test("Work that waits in a queue counts as begun")
  func queued() {
    var cells = cells(7)
    for number in 0..<3 { cells[number] = waiting(number, 0.1, 0.5 - Double(number) / 10) }
    cells[0] = cell(0, .waiting, [0.1, 0.5], target: 6)
    cells[3] = waiting(3, 0.9, 0.9)
    // The one place has gone to 3, after 0 had been sent on.
    #expect(text(asha.work(cells)) == "0:6 3:6 4:2 5:2 6:2")
  }
}
