import Config
import Diagnostics
import Experiment
import Testing

@Suite("The cells of a sweep")
struct SweepCellTests {
  @Test("A grid is every combination, the first key slowest, and seeds are fastest")
  func grid() throws {
    let sweep = try SweepFiles("grid: {model.depth: [2, 3], loss: [{ce: 1}, {ce: 1, dice: 0.5}]}\nseeds: 2").load()
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
    #expect(
      cell.settings == [
        .init(
          key: "model.depth", value: "3", label: "3",
          location: .init(file: "sweep.yaml", line: 2, column: 25)),
        .init(
          key: "loss", value: "{ce: 1, dice: 0.5}", label: "ce+0.5dice",
          location: .init(file: "sweep.yaml", line: 2, column: 45)),
        .init(
          key: "training.seed", value: "1", label: "1",
          location: .init(file: "sweep.yaml", line: 3, column: 8)),
      ])
  }

  @Test("A cell's experiment is known with all its origins, though the files have changed since")
  func experiment() throws {
    let files = try SweepFiles("grid: {model.depth: [2, 3]}")
    let sweep = try files.load(["model.width=4"])
    try files.folder.write("nothing", to: "base.yaml")
    let loaded = try sweep.experiment(of: sweep.cells[1])
    #expect(loaded.config == sweep.cells[1].config)
    #expect(loaded.differing == sweep.cells[1].differing)
    #expect(loaded.origin(of: "model.depth")?.description == "sweep.yaml:2:25")
    #expect(loaded.origin(of: "model.width")?.description == "<command line>:1:13")
    #expect(loaded.resolvedText.contains("depth: 3"))
  }
}
