import Config
import Diagnostics
import Experiment
import Foundation
import Images
import Testing

@testable import Training

@Suite("What a sweep would take")
struct SweepPlanTests {
  /// A sweep over three small pictures.
  private func sweep(_ text: String, epochs: Int? = nil) throws -> Sweep {
    let folder = try PictureFolder(
      Array(repeating: ImageSize(width: 16, height: 16), count: 3), classes: { _, x, _ in UInt8(x % 3) })
    defer { folder.remove() }
    try Data("base: experiment.yaml\n\(text)\n".utf8).write(to: folder.url.appending(path: "sweep.yaml"))
    return try Sweep.load(
      file: "sweep.yaml", overrides: epochs.map { ["training.epochs=\($0)"] } ?? [], environment: [:],
      currentFolder: folder.url.path)
  }

  private func cost(
    memory: Double = 2e8, disk: Double = 1e6, unknown: String? = nil
  ) -> CellCost {
    let known = CellCost.Network(stepFlops: 1e6, flops: 2e7, memory: memory, disk: disk)
    return CellCost(
      parameters: 1000, network: unknown.map { .failure(.init(reason: $0)) } ?? .success(known), updates: 10,
      epochs: 2)
  }

  /// A plan in which each cell takes 60 seconds, those that are done 50.
  private func plan(
    _ sweep: Sweep, pasts: [Int: CellPast] = [:], costs: [Int: CellCost] = [:], jobs: Int = 2,
    isTimed: Bool = true
  ) -> SweepPlan {
    let times = SweepTimes(["": .init(flops: 1e6, update: 2, rest: 5, once: 10)], kinds: 1)
    let entries = sweep.cells.map { cell in
      SweepPlan.Entry(
        cell, costs[cell.number] ?? cost(), pasts[cell.number] ?? .new, isTimed ? times : nil,
        isTimed: isTimed)
    }
    return SweepPlan(
      sweep, entries: entries,
      jobs: JobsChoice(.init(jobs: jobs, threads: 1), cores: [0, 1], .given), times: isTimed ? times : nil,
      availableMemory: 1e9)
  }

  @Test("is a table of the cells with what each takes, the sums, and what is to come")
  func table() throws {
    let sweep = try sweep("grid: {model.width: [2, 4]}\nseeds: 2")
    let pasts: [Int: CellPast] = [
      0: .init(stage: .done, seconds: 50, epochs: 2), 1: .init(stage: .begun, seconds: 20, epochs: 1),
      2: .init(stage: .failed, seconds: 0, epochs: 0),
    ]
    #expect(
      plan(sweep, pasts: pasts).lines() == [
        "cell  width  seed   state  parameters       step    training        time  memory    disk",
        "   1      2     0    done       1,000  1.0 MFLOP  20.0 MFLOP      50.0 s  200 MB  1.0 MB",
        "   2      2     1   begun       1,000  1.0 MFLOP  20.0 MFLOP      50.0 s  200 MB  1.0 MB",
        "   3      4     0  failed       1,000  1.0 MFLOP  20.0 MFLOP  1 min 00 s  200 MB  1.0 MB",
        "   4      4     1     new       1,000  1.0 MFLOP  20.0 MFLOP  1 min 00 s  200 MB  1.0 MB",
        " all                            4,000             80.0 MFLOP  3 min 40 s          4.0 MB",
        "cells     4: 1 done, 1 begun, 1 failed, 3 to train",
        "time      about 1 min 15 s to come with 2 jobs of 1 thread each; measured for each kind of cells; "
          + "1 min 10 s were trained already",
        "disk      up to 2.0 MB to come",
      ])
  }

  @Test("has no times where none were measured")
  func untimed() throws {
    let lines = plan(try sweep("seeds: 1"), isTimed: false).lines()
    #expect(
      lines == [
        "cell  seed  state  parameters       step    training  memory    disk",
        "   1     0    new       1,000  1.0 MFLOP  20.0 MFLOP  200 MB  1.0 MB",
        " all                    1,000             20.0 MFLOP          1.0 MB",
        "cells     1: 1 to train", "disk      up to 1.0 MB to come",
      ])
  }

  @Test("takes no less than its longest cell, however many jobs there are")
  func longest() throws {
    #expect(plan(try sweep("seeds: 4"), jobs: 8).secondsToCome == 60)
    #expect(plan(try sweep("seeds: 4"), jobs: 1).secondsToCome == 240)
  }

  @Test("with halving takes the share of the epochs that it trains")
  func halving() throws {
    // Of 4 configurations 4 train 1 epoch, and 2 the second.
    let sweep = try sweep(
      "grid: {training.epochs: [2], model.width: [1, 2, 3, 4]}\nstrategy: {name: halving, eta: 2, min_epochs: 1}"
    )
    let plan = plan(sweep, jobs: 1)
    #expect(plan.secondsToCome == 180)
    #expect(plan.lines().contains { $0.contains("the strategy trains 75 % of all epochs") })
  }

  @Test("leaves out columns, then cuts values, until the table fits")
  func width() throws {
    let sweep = try sweep("grid: {model.width: [2], optimizer.learning_rate: [0.0012345678]}")
    let plan = plan(sweep)
    #expect(
      plan.lines(width: 80)[0]
        == "cell  width  learning_rate  state  parameters    training        time    disk")
    #expect(plan.lines(width: 60)[0] == "width  learning_rate  state    training        time    disk")
    #expect(plan.lines(width: 55)[0].hasPrefix("width  learnin…  state"))
  }

  @Test("has a row for each configuration beyond 40 cells, and the first and last beyond 40 rows")
  func folded() throws {
    let folded = plan(try sweep("grid: {model.width: \(Array(1...15))}\nseeds: 3")).lines()
    #expect(folded.count == 1 + 15 + 1 + 3)
    #expect(
      folded[1].hasPrefix("  1-3      1  3 seeds    new       1,000  1.0 MFLOP  60.0 MFLOP   3 min 00 s"))
    let cut = plan(try sweep("grid: {model.width: \(Array(1...60))}\nseeds: 2")).lines()
    #expect(cut.count == 1 + 28 + 1 + 8 + 1 + 3)
    #expect(cut[29] == "… 48 more cells")
    #expect(cut[30].hasPrefix("105-106     53  2 seeds"))
  }

  @Test("warns of cells that need more memory than is free, or whose need is unknown, each kind once")
  func memory() throws {
    let sweep = try sweep("grid: {model.width: [2, 4]}\nseeds: 2")
    let large = cost(memory: 3e9)
    let plan = plan(sweep, costs: [1: large, 2: large, 3: cost(unknown: "at least 9.0 GB")])
    let notes = ["such a cell fails, the others go on; choose a smaller model, batch or crop for it"]
    #expect(
      plan.warnings == [
        Diagnostic(
          .warning,
          "the cell width=2,seed=1 and 1 other may need about 3.0 GB of memory, and 1.0 GB are free",
          notes: notes),
        Diagnostic(
          .warning, "the cell width=4,seed=1 may not fit into memory: at least 9.0 GB", notes: notes),
      ])
    #expect(plan.lines().last == "disk      up to 3.0 MB to come, without 1 cell of unknown size")
  }

  @Test("is refused where its budget allows less, at the keys that say so; what is done counts for nothing")
  func budget() throws {
    let sweep = try sweep("seeds: 4\nbudget: {hours: 0.01, disk_gb: 0.002}")
    let done = CellPast(stage: .done, seconds: 50, epochs: 2)
    let error = #expect(throws: DiagnosticError.self) {
      try plan(sweep, pasts: [0: done], jobs: 1).requireBudget()
    }
    #expect(
      error?.description == """
        sweep.yaml:3:17: error: the sweep would take about 3 min 00 s with 1 job of 1 thread, and budget.hours allows 36.0 s
         3 | budget: {hours: 0.01, disk_gb: 0.002}
           |                 ^~~~
            = 1 cell is done and counts for nothing
            = fewer seeds, fewer values, fewer training.epochs or strategy: halving take less; or allow more hours
        sweep.yaml:3:32: error: the run folders to come would take up to 3.0 MB, and budget.disk_gb allows 2.0 MB
         3 | budget: {hours: 0.01, disk_gb: 0.002}
           |                                ^~~~~
            = fewer cells, training.tensorboard=false, training.samples=0 or validation.keep_best=1 take less; or allow more gigabytes
        """)
    try plan(sweep, pasts: [0: done, 1: done, 2: done, 3: done], jobs: 1).requireBudget()
  }

  @Test("finds what cells of one kind take once, and tells each mistake in the files once")
  func kinds() throws {
    let folder = try PictureFolder(
      Array(repeating: ImageSize(width: 16, height: 16), count: 3), classes: { _, x, _ in UInt8(x % 3) })
    defer { folder.remove() }
    let text = "base: experiment.yaml\ngrid: {model.width: [2, 4]}\nseeds: 2\n"
    try Data(text.utf8).write(to: folder.url.appending(path: "sweep.yaml"))
    let sweep = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.url.path)
    let costs = try SweepCosts(sweep, cache: .none).costs(of: sweep.cells)
    #expect(costs[0] == costs[1] && costs[2] == costs[3] && costs[0] != costs[2])
    #expect(costs[0].updates == 1 && costs[0].epochs == 1)
    let known = try #require(costs[0].known)
    #expect(known.flops == known.stepFlops, "one step of one epoch")
    try FileManager.default.removeItem(at: folder.url.appending(path: "masks/1.png"))
    let error = #expect(throws: DiagnosticError.self) {
      try SweepCosts(sweep, cache: .none).costs(of: sweep.cells)
    }
    #expect(error?.diagnostics.count == 1)
  }

  @Test("says of mistakes in the files of some cells where the sweep names these files")
  func files() throws {
    let folder = try PictureFolder(
      Array(repeating: ImageSize(width: 16, height: 16), count: 3), classes: { _, x, _ in UInt8(x % 3) })
    defer { folder.remove() }
    let text = """
      base: experiment.yaml
      grid:
        data.masks: [masks, nowhere]
        model.width: [2, 4]
      """
    try Data(text.utf8).write(to: folder.url.appending(path: "sweep.yaml"))
    let sweep = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.url.path)
    let error = #expect(throws: DiagnosticError.self) {
      try SweepCosts(sweep, cache: .none).costs(of: sweep.cells)
    }
    #expect(
      error?.diagnostics.first?.notes.suffix(2) == [
        "in 2 cells, the first of them masks=nowhere,width=2",
        "'data.masks: nowhere' stands at sweep.yaml:3:23",
      ])
  }

  @Test("counts no cell as to train that its strategy lets go no further")
  func out() throws {
    let sweep = try sweep("grid: {model.width: [2, 4]}\nstrategy: halving", epochs: 4)
    let pasts: [Int: CellPast] = [
      0: .init(stage: .out, seconds: 30, epochs: 2), 1: .init(stage: .done, seconds: 60, epochs: 4),
    ]
    let lines = plan(sweep, pasts: pasts).lines()
    #expect(lines[1].contains(" out "), "\(lines)")
    #expect(lines.contains("cells     2: 1 done, 1 out, 0 to train"), "\(lines)")
    #expect(lines.last == "disk      up to 0 bytes to come", "\(lines)")
    #expect(lines.contains { $0.hasPrefix("time      about 0.0 s to come") }, "\(lines)")
  }
}
