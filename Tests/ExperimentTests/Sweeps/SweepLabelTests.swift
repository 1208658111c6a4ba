import Experiment
import Testing

@Suite("The labels of cells")
struct SweepLabelTests {
  @Test("A key is the end of its path, as long as tells it from the others")
  func keys() throws {
    #expect(
      try labels(
        "grid: {augmentation.rotation.probability: [0.5], augmentation.scale.probability: [1], model.depth: [2]}"
      ) == [
        "rotation.probability=0.5,scale.probability=1,depth=2"
      ])
    #expect(
      try labels("grid: {training.seed: [1], data.validation.seed: [2]}") == [
        "training.seed=1,validation.seed=2"
      ])
  }

  @Test(
    "A value is a few letters that a file name may have",
    arguments: [
      ("model.max_channels: [null]", "max_channels=null"),
      ("optimizer.learning_rate: [1e-3]", "learning_rate=1e-3"),
      ("model.residual: [true]", "residual=true"),
      ("data.images: [../other/images]", "images=..-other-images"),
      ("data.crop: [[64, 128]]", "crop=64+128"),
      ("model: [{depth: 2, residual: true, bias: false, width: null}]", "model=depth2+residual+no-bias"),
      ("model: [{}]", "model=none"),
      ("loss: [{ce: 1, dice: {weight: 0.5, background: false}}]", "loss=ce+0.5dice"),
      ("loss: [{dice: {background: false}, ce: 2}]", "loss=dice+2ce"),
      ("optimizer: [{name: sgd, momentum: 0.5}]", "optimizer=sgd+momentum0.5"),
      ("data.images: [\"é ü/\"]", "images=----"),
    ])
  func values(grid: String, label: String) throws {
    #expect(try labels("grid: {\(grid)}") == [label])
  }

  @Test("Different values have different labels, and long ones are cut")
  func distinct() throws {
    #expect(
      try labels("grid: {loss: [{dice: 1}, {dice: {background: false}}, {dice: {smooth: 1}}]}") == [
        "loss=dice", "loss=dice_2", "loss=dice_3",
      ])
    let long = String(repeating: "x", count: 50)
    #expect(
      try labels("grid: {data.images: [\(long), \(long)y]}") == [
        "images=" + String(repeating: "x", count: 30) + "..",
        "images=" + String(repeating: "x", count: 30) + ".._2",
      ])
    #expect(
      try labels("cases: {a b: {model.depth: 1}, a-b: {model.depth: 2}}") == ["case=a-b", "case=a-b_2"])
  }

  @Test("A folder's label has at most 120 bytes, and the seed")
  func folder() throws {
    let long = String(repeating: "x", count: 50)
    let cells = try SweepFiles(
      "grid: {data.images: [\(long)], data.masks: [\(long)], data.mask_name: [\"{stem}\(long)\"], "
        + "data.training: [{list: \(long)}]}\nseeds: [3]"
    ).load().cells
    #expect(cells[0].label.utf8.count > 120)
    #expect(cells[0].folderLabel.utf8.count == 120)
    #expect(cells[0].folderLabel.hasSuffix("..,seed=3"))
    #expect(cells[0].folderLabel.allSatisfy { $0.isLetter || "._=,-".contains($0) || $0.isNumber })
    let short = try SweepFiles("seeds: [3]").load().cells[0]
    #expect(short.folderLabel == "seed=3")
  }
}
