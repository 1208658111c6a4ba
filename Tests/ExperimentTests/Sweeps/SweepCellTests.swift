import Config
import Diagnostics
import Experiment
import Testing

@Suite("The cells of a sweep")
struct SweepCellTests {
  @Test("A grid is every combination, the first key slowest, and seeds are fastest")
  func grid() throws {
    let sweep = try SweepFiles("grid: {model.depth: [2, 3], loss: [{ce: 1}, {ce: 1, dice: 0.5}]}\nseeds: 2")
      .load()
    #expect(
      sweep.cells.map(\.label) == [
        "depth=2,loss=ce,seed=0", "depth=2,loss=ce,seed=1",
        "depth=2,loss=ce+0.5dice,seed=0", "depth=2,loss=ce+0.5dice,seed=1",
        "depth=3,loss=ce,seed=0", "depth=3,loss=ce,seed=1",
        "depth=3,loss=ce+0.5dice,seed=0", "depth=3,loss=ce+0.5dice,seed=1",
      ])
    #expect(sweep.cells.map(\.number) == Array(0..<8))
    #expect(sweep.cells.map(\.configuration) == [0, 0, 1, 1, 2, 2, 3, 3])
    let cell = sweep.cells[7]
    #expect(cell.config.model.depth == 3)
    #expect(cell.config.model.width == 8)
    #expect(cell.config.loss.dice?.weight == 0.5)
    #expect(cell.config.training.seed == 1)
    #expect(cell.differing["training.seed"] == "1")
    let place = { SourceLocation(file: "sweep.yaml", line: $0, column: $1) }
    #expect(
      cell.settings == [
        .init(key: "model.depth", value: "3", label: "3", location: place(2, 25)),
        .init(key: "loss", value: "{ce: 1, dice: 0.5}", label: "ce+0.5dice", location: place(2, 45)),
        .init(key: "training.seed", value: "1", label: "1", location: place(3, 8)),
      ])
  }

  @Test("A cell's experiment is known with all its origins, though the files have changed since")
  func experiment() throws {
    let files = try SweepFiles("grid: {model.depth: [2, 3]}\nexclude: {model.depth: 2}")
    let sweep = try files.load(["model.width=4"])
    try files.folder.write("nothing", to: "base.yaml")
    let loaded = try sweep.experiment(of: sweep.cells[0])
    #expect(loaded.config == sweep.cells[0].config)
    #expect(loaded.differing == sweep.cells[0].differing)
    #expect(loaded.origin(of: "model.depth")?.description == "sweep.yaml:2:25")
    #expect(loaded.origin(of: "model.width")?.description == "<command line>:1:13")
    #expect(loaded.resolvedText.contains("depth: 3"))
  }

  @Test("A value takes the place of all that the base has there")
  func replaces() throws {
    let base =
      "data: {images: i, masks: m, classes: [a, b]}\nloss: {ce: 1, dice: 1}\noptimizer: {name: sgd, momentum: 0.5}"
    let sweep = try SweepFiles("grid: {loss: [{dice: 2}], optimizer: [{name: adam}]}", base: base).load()
    #expect(sweep.cells[0].config.loss.ce == nil)
    #expect(sweep.cells[0].config.loss.dice?.weight == 2)
    #expect(sweep.cells[0].label == "loss=2dice,optimizer=adam")
  }

  @Test("Lists of 'zip' advance together, and several groups don't")
  func zip() throws {
    #expect(
      try labels("zip: {model.depth: [2, 3], model.width: [16, 8]}") == [
        "depth=2,width=16", "depth=3,width=8",
      ])
    #expect(
      try labels(
        "grid: {training.epochs: [1, 2]}\nzip: [{model.depth: [2, 3], model.width: [8, 8]}, {loss.ce: [1, 2]}]"
      ) == [
        "epochs=1,depth=2,width=8,ce=1", "epochs=1,depth=2,width=8,ce=2",
        "epochs=1,depth=3,width=8,ce=1", "epochs=1,depth=3,width=8,ce=2",
        "epochs=2,depth=2,width=8,ce=1", "epochs=2,depth=2,width=8,ce=2",
        "epochs=2,depth=3,width=8,ce=1", "epochs=2,depth=3,width=8,ce=2",
      ])
  }

  @Test("A case goes by its name, and what it sets is among the settings")
  func cases() throws {
    let sweep = try SweepFiles(
      "cases: {plain: , \"wide & deep\": {model.depth: 4, model.width: 16}}\nseeds: [5]"
    ).load()
    #expect(sweep.cells.map(\.label) == ["case=plain,seed=5", "case=wide---deep,seed=5"])
    #expect(sweep.cells.map(\.config.model.depth) == [3, 4])
    #expect(sweep.cells[1].settings.map(\.key) == ["case", "model.depth", "model.width", "training.seed"])
    #expect(sweep.cells[1].settings.map(\.value) == ["wide & deep", "4", "16", "5"])
    #expect(sweep.cells[1].settings.map(\.isBundled) == [false, true, true, false])
  }

  @Test("Draws depend on the seed, the draw and the key alone")
  func random() throws {
    let rate = "optimizer.learning_rate: {log_uniform: [1e-4, 1e-2]}"
    let others =
      "model.dropout: {uniform: [0, 0.5]}, model.width: {integer: [8, 64]}, loss.ce: {choice: [1, 2]}"
    func draws(_ samples: Int, _ keys: String, seed: Int = 0) throws -> [Double] {
      try SweepFiles("random: {samples: \(samples), seed: \(seed), keys: {\(keys)}}").load().cells
        .map(\.config.optimizer.learningRate)
    }
    let few = try draws(3, rate)
    #expect(few == [0.00169702, 0.00388743, 0.000431365])
    #expect(try draws(20, rate).prefix(3) == few[...])
    #expect(try draws(3, others + ", " + rate) == few)
    #expect(try draws(3, rate, seed: 1) != few)
    let cells = try SweepFiles("random: {samples: 100, keys: {\(others)}}").load().cells
    #expect(cells.allSatisfy { (0...0.5).contains(Double($0.settings[0].value) ?? -1) })
    #expect(cells.allSatisfy { (8...64).contains($0.config.model.width) })
    #expect(Set(cells.compactMap(\.config.loss.ce?.weight)) == [1, 2])
    #expect(Set(cells.map(\.config.model.width)).count > 40)
  }

  @Test("A draw that repeats an earlier one is left out, and this is told")
  func repeatedDraws() throws {
    let sweep = try SweepFiles("random: {samples: 40, keys: {model.depth: {integer: [2, 4]}}}").load()
    #expect(Set(sweep.cells.map(\.config.model.depth)) == [2, 3, 4])
    #expect(sweep.cells.count == 3)
    #expect(
      sweep.warnings.map(\.rendered) == [
        """
        sweep.yaml:2:30: warning: 37 of 40 draws repeat an earlier one and are left out
         2 | random: {samples: 40, keys: {model.depth: {integer: [2, 4]}}}
           |                              ^~~~~~~~~~~
            = 3 different ones are left
        """
      ])
  }

  @Test("Conditions choose cells by the values used, whether the sweep, the base or a default gives them")
  func conditions() throws {
    func kept(_ conditions: String) throws -> [Int] {
      try SweepFiles("grid: {model.depth: [1, 2, 3, 4]}\n" + conditions).load().cells.map(
        \.config.model.depth)
    }
    #expect(try kept("include: {model.depth: [2, 3]}") == [2, 3])
    #expect(try kept("include: [{model.depth: 1}, {model.depth: \">= 3\", model.width: 8}]") == [1, 3, 4])
    #expect(try kept("exclude: {model.depth: \"> 2\"}") == [1, 2])
    #expect(try kept("exclude: [{model.depth: \"<2\"}, {model.depth: == 4}]") == [2, 3])
    #expect(try kept("include: {model.depth: \"!= 2\", optimizer.learning_rate: 1e-3}") == [1, 3, 4])
    #expect(try kept("exclude: {model.width: 8.0, model.norm: batch, model.depth: <= 3}") == [4])
    #expect(try kept("include: {model.depth: [2, 3]}\nexclude: {model.depth: 3}") == [2])
    let cases = "cases: {a: {model.depth: 1}, b: {model.depth: 2}, 3: {model.depth: 3}}\n"
    #expect(try labels(cases + "exclude: {case: a}") == ["case=b", "case=3"])
    #expect(try labels(cases + "include: [{case: [a, 3]}]\nexclude: {case: \"!= 3\"}") == ["case=3"])
    #expect(try labels(cases + "seeds: 2\nexclude: [{case: b, training.seed: 0}, {case: 3}]").count == 3)
  }

  @Test("Conditions know whole values as they are written, and lists of numbers by all of them")
  func conditionsOnValues() throws {
    let losses = "grid: {loss: [{ce: 1}, {dice: 1}, {ce: 1, dice: 0.5}], data.crop: [64, [32, 128]]}\n"
    #expect(try labels(losses + "exclude: {loss: {dice: 1}, data.crop: 64}").count == 5)
    #expect(
      try labels(losses + "include: {loss.dice: 0.5, data.crop: \">= 64\"}") == ["loss=ce+0.5dice,crop=64"])
    #expect(
      try labels(losses + "include: {loss.dice: null, data.crop: [[32, 128]]}") == ["loss=ce,crop=32+128"])
  }

  @Test("Configurations are numbered without seeds and folds, and without those that are left out")
  func configurations() throws {
    let cells = try SweepFiles(
      "grid: {model.depth: [1, 2, 3]}\nfolds: 2\nseeds: [0, 7]\n"
        + "exclude: [{model.depth: 2}, {training.seed: 7, data.validation.fold: 1}]"
    ).load().cells
    #expect(
      cells.map(\.label) == [
        "depth=1,fold=0,seed=0", "depth=1,fold=0,seed=7", "depth=1,fold=1,seed=0",
        "depth=3,fold=0,seed=0", "depth=3,fold=0,seed=7", "depth=3,fold=1,seed=0",
      ])
    #expect(cells.map(\.configuration) == [0, 0, 0, 1, 1, 1])
  }

  @Test("A number of folds divides the images of a base that doesn't, and keeps how it draws")
  func folds() throws {
    let base =
      "data: {images: i, masks: m, classes: [a, b], validation: {fraction: 0.2, seed: 3}}\nloss: {ce: 1}"
    let splits = try SweepFiles("folds: 3", base: base).load().cells.map(\.config.data.split.validation)
    #expect(splits == (0..<3).map { .fold($0, of: 3, DrawConfig(seed: 3)) })
    let divided =
      "data: {images: i, masks: m, classes: [a, b], validation: {fold: 0, folds: 4}}\nloss: {ce: 1}"
    let some = try SweepFiles("folds: [1, 3]", base: divided).load().cells.map(\.config.data.split.validation)
    #expect(some == [1, 3].map { .fold($0, of: 4, DrawConfig()) })
    let swept = try SweepFiles("grid: {data.validation.seed: [1, 2]}\nfolds: 2").load().cells
    #expect(
      swept.map(\.config.data.split.validation)
        == [1, 2].flatMap { seed in
          (0..<2).map { HeldOutConfig.fold($0, of: 2, DrawConfig(seed: seed)) }
        })
  }

  @Test("A doubt about cells is a warning, with the cells that it concerns")
  func warnings() throws {
    let sweep = try SweepFiles("grid: {training.batch_size: [2, 8]}\nseeds: 2").load([
      "data.samples_per_epoch=4"
    ])
    #expect(
      sweep.warnings.map(\.rendered) == [
        """
        <command line>:1:24: warning: an epoch of 4 samples is smaller than a batch of 8
         1 | data.samples_per_epoch=4
           |                        ^
            = in 2 cells, the first of them batch_size=8,seed=0
        """
      ])
  }

  @Test("Paths belong to the sweep's file, and variables to the environment")
  func surroundings() throws {
    let files = try SweepFiles("grid: {data.images: [\"${A}/x\", y]}")
    try files.folder.write("base: ../base.yaml\ngrid: {data.images: [\"${A}/x\", y]}", to: "sweeps/a.yaml")
    let cells = try files.load(file: "sweeps/a.yaml", environment: ["A": "z"]).cells
    #expect(
      cells.map(\.config.data.files.images) == ["z/x", "y"].map { Path("\(files.folder.path)/sweeps/\($0)") })
  }

  @Test("A sweep may extend a file with what sweeps have in common")
  func extends() throws {
    let files = try SweepFiles("extends: common.yaml")
    try files.folder.write("seeds: 2", to: "common.yaml")
    #expect(try files.labels() == ["seed=0", "seed=1"])
  }
}
