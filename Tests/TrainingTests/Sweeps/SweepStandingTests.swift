import Diagnostics
import Experiment
import Testing

@testable import Training

@Suite("The screen of a sweep")
struct SweepStandingTests {
  private let standing = SweepStanding(
    name: "depth_width",
    cells: [
      cell("depth=2,seed=0", 0, .finished, epochs: 10, score: 0.91, seconds: 100),
      cell("depth=2,seed=1", 0, .finished, epochs: 10, score: 0.93, seconds: 100),
      cell("depth=3,seed=0", 1, .running(seconds: 75.9), epochs: 4, score: 0.9, seconds: 80),
      cell(
        "depth=3,seed=1", 1, .running(seconds: 9, elsewhere: "process 12 on host b"), epochs: 0),
      cell("depth=4,seed=0", 2, .failed(reason: "the loss is not finite\n  next: …"), epochs: 2, seconds: 60),
      cell("depth=4,seed=1", 2, .paused, epochs: 4, score: 0.8, seconds: 120),
      cell("depth=5,seed=0", 3, .new),
    ])

  @Test("says what is done and left, what runs, what failed and which configuration is best")
  func lines() {
    // 6 epochs of 20 s and 10 of 20 s, 6 of 30 s, 10 of the mean of all (460 s / 30): 653 s by two.
    #expect(
      standing.lines(width: 120, height: 20) == [
        "sweep depth_width  2/7 done, 2 running, 1 failed, 1 paused  48 % of the epochs  about 5 min 27 s left",
        "  depth=3,seed=0  epoch 5/10  mean_iou 0.9000  1 min 15 s",
        "  depth=3,seed=1  epoch 1/10  mean_iou –       9.0 s       process 12 on host b",
        "  failed  depth=4,seed=0  the loss is not finite",
        "  best  depth=2  mean_iou 0.9200  mean of 2",
      ])
  }

  @Test("leaves out what there is nothing of")
  func nothing() {
    let cells = (0..<3).map { cell("seed=\($0)", 0, .new) }
    #expect(
      SweepStanding(name: "s", cells: cells).lines(width: 80, height: 9) == [
        "sweep s  0/3 done  0 % of the epochs  time left unknown yet"
      ])
    let done = cells.map { cell($0.label, 0, .finished, epochs: 4, score: 0.5, seconds: 4) }
    #expect(
      SweepStanding(name: "s", cells: done).lines(width: 80, height: 9) == [
        "sweep s  3/3 done  100 % of the epochs", "  best  the base  mean_iou 0.5000  mean of 3",
      ])
  }

  @Test(
    "is never higher or wider than its terminal", arguments: [1, 2, 3, 4, 5, 8, 40], [1, 5, 20, 60, 200])
  func bounds(height: Int, width: Int) {
    let many = SweepStanding(
      name: String(repeating: "n", count: 70),
      cells: (0..<30).map { cell("depth=\($0),loss=ce+dice,seed=0", $0, .running(seconds: 3)) }
        + (30..<50).map {
          cell("depth=\($0),seed=0", $0, .failed(reason: String(repeating: "why ", count: 40)))
        }
        + [cell("depth=9,seed=0", 50, .finished, epochs: 10, score: 0.5)])
    let lines = many.lines(width: width, height: height)
    #expect(lines.count <= height && !lines.isEmpty)
    #expect(lines.allSatisfy { $0.terminalColumns <= width })
    #expect(lines[0].hasPrefix(width > 5 ? "sweep " : ""))
  }

  @Test("tells how many running cells there is no room for, and shortens labels before scores")
  func room() {
    let cells = (0..<5).map { cell("depth=\($0),loss=ce+dice,seed=0", $0, .running(seconds: 3)) }
    let lines = SweepStanding(name: "s", cells: cells).lines(width: 56, height: 4)
    #expect(
      lines == [
        "sweep s  0/5 done, 5 running  0 % of the epochs  time l…",
        "  depth=0,los…dice,seed=0  epoch 1/10  mean_iou –  3.0 s",
        "  depth=1,los…dice,seed=0  epoch 1/10  mean_iou –  3.0 s",
        "  and 3 more running",
      ])
  }

  @Test("says in a line what was there at the start, and nothing of a sweep that is new")
  func beginning() {
    #expect(standing.beginning == "of 7 cells: 2 done, 1 partly trained, 2 running elsewhere, 1 failed")
    #expect(SweepStanding(name: "s", cells: [cell("a", 0, .new)]).beginning == nil)
  }

  @Test("has a line that stays for each cell that ends")
  func endings() {
    #expect(
      standing.cells.map(\.ending) == [
        "done      depth=2,seed=0  mean_iou 0.9100 in epoch 9  1 min 40 s",
        "done      depth=2,seed=1  mean_iou 0.9300 in epoch 9  1 min 40 s",
        nil, nil,
        "failed    depth=4,seed=0  the loss is not finite",
        "paused    depth=4,seed=1  after epoch 4 of 10  mean_iou 0.8000 in epoch 3  2 min 00 s",
        nil,
      ])
  }
}

@Suite("The time that a sweep will take")
struct SweepTimeTests {
  private func left(_ cells: [CellStanding], inAll: Int? = nil) -> Double? {
    SweepStanding(name: "s", cells: cells, epochsInAll: inAll).secondsLeft
  }

  @Test("is unknown before the first epoch, and none where nothing is left")
  func ends() {
    #expect(left([cell("a", 0, .running(seconds: 5))]) == nil)
    #expect(
      left([cell("a", 0, .finished, epochs: 3, seconds: 5), cell("b", 0, .failed(reason: "why"))]) == 0)
  }

  @Test("follows a cell's own epochs, then its configuration's, then those of all")
  func pace() {
    let own = cell("a", 0, .running(seconds: 0), epochs: 5, seconds: 50)
    #expect(left([own]) == 50)
    let finished = cell("b", 0, .finished, epochs: 10, seconds: 400)
    // 450 s in 15 epochs.
    #expect(left([own, finished, cell("c", 0, .new)]) == 350)
    let other = cell("d", 1, .finished, epochs: 5, seconds: 150)
    #expect(left([own, finished, other, cell("e", 2, .new)]) == 350)
    #expect(left([finished, other, cell("e", 1, .new)]) == 300)
  }

  @Test("of a configuration that was never trained goes by the work that a plan says")
  func work() {
    let known = cell("a", 0, .finished, epochs: 10, seconds: 100, work: 5)
    #expect(left([known, cell("b", 1, .new, work: 20)]) == 400)
    #expect(left([known, cell("b", 1, .new)]) == 100)
  }

  @Test("is shared by those that run, and no shorter than the longest cell")
  func shared() {
    let done = cell("a", 0, .finished, epochs: 10, seconds: 100)
    let running = (0..<2).map { cell("r\($0)", 0, .running(seconds: 0), epochs: 5, seconds: 50) }
    let new = (0..<4).map { cell("n\($0)", 0, .new) }
    #expect(left([done] + running + new) == 250)
    #expect(left([done] + running + [cell("n", 0, .new, of: 30)]) == 300)
  }

  @Test("goes by the epochs that a strategy trains")
  func strategy() {
    let cells = (0..<4).map { cell("r\($0)", 0, .paused, epochs: 2, seconds: 20) }
    #expect(left(cells) == 320)
    #expect(left(cells, inAll: 16) == 80)
    #expect(SweepStanding(name: "s", cells: cells, epochsInAll: 16).percent == 50)
  }
}
