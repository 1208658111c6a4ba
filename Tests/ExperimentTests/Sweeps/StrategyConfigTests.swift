import Config
import Diagnostics
import Testing

@testable import Experiment

@Suite("The strategy of a sweep")
struct StrategyConfigTests {
  private func sweep(_ text: String) throws -> Loaded<SweepConfig> {
    let folder = try ConfigFolder()
    try folder.write("base: base.yaml\n\(text)\nseeds: 2\n", to: "sweep.yaml")
    return try ConfigLoader(environment: [:], currentFolder: folder.path).load(file: "sweep.yaml")
  }

  private func mistakes(_ text: String) throws -> String {
    do throws(any Error) {
      _ = try sweep(text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// Cells that differ in what overrides say.
  private func cells(_ overrides: [String]...) throws -> [SweepCell] {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n")
    return try overrides.enumerated().map { number, overrides in
      let loaded = try folder.load("experiment.yaml", overrides)
      let settings = overrides.enumerated().map { column, text in
        let parts = text.split(separator: "=").map(String.init)
        return SweepCell.Setting(
          key: parts[0], value: parts[1], label: parts[1],
          location: SourceLocation(file: "sweep.yaml", line: 4 + column, column: 20 + number))
      }
      return SweepCell(
        number: number, configuration: number, settings: settings, config: loaded.config,
        differing: loaded.differing)
    }
  }

  private func mistakes(_ strategy: String, in cells: [SweepCell]) throws -> [String] {
    let sweep = try sweep("strategy: \(strategy)")
    return sweep.config.strategy.mistakes(in: cells, of: sweep).map(\.rendered)
  }

  @Test("A word alone is its name; the rest has defaults")
  func decodes() throws {
    #expect(try sweep("").config.strategy == .all)
    #expect(try sweep("strategy: all").config.strategy == .all)
    #expect(try sweep("strategy: halving").config.strategy == .halving(.init(eta: 3, minEpochs: nil)))
    #expect(
      try sweep("strategy: {name: asha, eta: 2, min_epochs: 4}").config.strategy
        == .asha(.init(eta: 2, minEpochs: 4)))
    #expect(
      try sweep("strategy: {name: halving, min_epochs: null}").config.strategy == .halving(.init()))
  }

  @Test("Wrong values are told with their rule")
  func rules() throws {
    #expect(
      try mistakes("strategy: hyperband") == """
        sweep.yaml:2:11: error: 'strategy' must be one of all, halving, asha, not 'hyperband'
         2 | strategy: hyperband
           |           ^~~~~~~~~
        """)
    #expect(
      try mistakes("strategy: {name: asha, eta: 1, min_epochs: 0}") == """
        sweep.yaml:2:29: error: 'eta' must be a whole number from 2 to 100, not 1
         2 | strategy: {name: asha, eta: 1, min_epochs: 0}
           |                             ^
        sweep.yaml:2:44: error: 'min_epochs' must be a whole number from 1 to 1000000, not 0
         2 | strategy: {name: asha, eta: 1, min_epochs: 0}
           |                                            ^
        """)
    #expect(
      try mistakes("strategy: {name: all, eta: 2}") == """
        sweep.yaml:2:23: error: unknown key 'eta' in 'strategy'; it belongs to 'name: halving' and 'name: asha'
         2 | strategy: {name: all, eta: 2}
           |                       ^~~
            = remove it, or replace all of 'strategy'
        """)
  }

  @Test("Cells of different lengths or metrics are not compared")
  func incomparable() throws {
    let cells = try cells([], ["training.epochs=80", "validation={metric: loss, every_epochs: 2}"])
    #expect(
      try mistakes("{name: halving}", in: cells) == [
        """
        sweep.yaml:2:18: error: 'halving' compares cells after equal epochs by one metric, so that 'training.epochs' must be the same in all
         2 | strategy: {name: halving}
           |                  ^~~~~~~
            = it is 40 in the first cell, and 80 in cell 2 (sweep.yaml:4:21)
            = give all the same, or write 'strategy: all'
        """,
        """
        sweep.yaml:2:18: error: 'halving' compares cells after equal epochs by one metric, so that 'validation.metric' must be the same in all
         2 | strategy: {name: halving}
           |                  ^~~~~~~
            = it is mean_iou in the first cell, and loss in cell 2 (sweep.yaml:5:21)
            = give all the same, or write 'strategy: all'
        """,
        """
        sweep.yaml:2:18: error: 'halving' compares cells after equal epochs by one metric, so that 'validation.every_epochs' must be the same in all
         2 | strategy: {name: halving}
           |                  ^~~~~~~
            = it is 1 in the first cell, and 2 in cell 2 (sweep.yaml:5:21)
            = give all the same, or write 'strategy: all'
        """,
      ])
    #expect(try mistakes("all", in: cells).isEmpty)
    #expect(try mistakes("asha", in: [cells[0], cells[0]]).isEmpty)
    #expect(try mistakes("asha", in: []).isEmpty)
  }

  @Test("A strategy without a rung is told")
  func withoutRung() throws {
    let short = try cells(["training.epochs=6", "validation.every_epochs=2"])
    #expect(
      try mistakes("{name: asha, min_epochs: 5}", in: short) == [
        """
        sweep.yaml:2:36: error: 'asha' has no rung: no epoch with a validation lies between 'min_epochs' and the last epoch
         2 | strategy: {name: asha, min_epochs: 5}
           |                                    ^
            = 'training.epochs' is 6, and 'validation.every_epochs' 2
            = lower 'min_epochs' or 'validation.every_epochs', or write 'strategy: all'
        """
      ])
    let single = try cells(["training.epochs=1"])
    #expect(
      try mistakes("halving", in: single) == [
        """
        sweep.yaml:2:11: error: 'halving' has no rung: no epoch with a validation lies between 'min_epochs' and the last epoch
         2 | strategy: halving
           |           ^~~~~~~
            = 'training.epochs' is 1, and 'validation.every_epochs' 1
            = lower 'min_epochs' or 'validation.every_epochs', or write 'strategy: all'
        """
      ])
  }

  @Test("The strategy of cells has their epochs, validations and metric")
  func ofCells() throws {
    let cell = try cells(["training.epochs=30", "validation={metric: loss, every_epochs: 5}"])[0]
    let strategy = Strategy(.halving(.init()), for: cell.config)
    #expect(strategy.rungs == [5, 15])
    let scores = [0.5, 0.3].enumerated().map { number, score in
      CellProgress(
        configuration: number, stage: .waiting, scores: Array(repeating: score, count: 5))
    }
    #expect(strategy.work(scores) == [CellWork(cell: 1, until: nil)])
  }

  @Test("The share of epochs is known before: all train to the first rung, and fewer and fewer after it")
  func share() throws {
    let experiment = try cells([])[0].config
    func share(_ config: StrategyConfig, _ configurations: Int) -> Double? {
      config.shareOfEpochs(of: configurations, like: experiment)
    }
    // 27 to epoch 5, 9 to epoch 15, 3 to epoch 40.
    #expect(share(.halving(.init()), 27) == Double(27 * 5 + 9 * 10 + 3 * 25) / Double(27 * 40))
    // 3 to epoch 2, then one.
    #expect(share(.halving(.init(eta: 3, minEpochs: 2)), 3) == Double(3 * 2 + 38) / 120)
    #expect(share(.halving(.init()), 1) == 1)
    #expect(share(.all, 27) == 1)
    #expect(share(.asha(.init()), 27) == nil)
  }

  @Test("A sweep whose strategy cannot compare its cells is not read")
  func isWired() {
    #expect(
      mistakes(of: "strategy: asha\ngrid: {training.epochs: [20, 40]}").contains(
        "error: 'asha' compares cells after equal epochs by one metric"))
  }

  private func mistakes(of sweep: String) -> String {
    (try? SweepFiles(sweep).mistakes()) ?? ""
  }
}
