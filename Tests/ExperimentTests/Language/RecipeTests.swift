import Config
import Diagnostics
import Experiment
import Testing

@Suite("Files that extend a recipe")
struct RecipeTests {
  private let recipe = """
    data:
      images: ../data/images
      masks: ../data/masks
      mask_name: "{stem}_mask"
      classes: {sky: 0, road: 1, car: 2}
      ignore: 11
      validation: {images: ../data/val/images, masks: ../data/val/masks}
      crop: 512
    model: {depth: 5, width: 16}
    loss: {ce: 1, dice: 1, class_weights: {car: 2}}
    optimizer: {name: sgd, learning_rate: 0.01, nesterov: true}
    """

  @Test(
    "The data of a user take the place of the recipe's: classes, folders and division whole, sizes as they are"
  )
  func ownData() throws {
    let folder = try ConfigFolder()
    try folder.write(recipe, to: "configs/recipe.yaml")
    try folder.write(
      """
      extends: ../configs/recipe.yaml
      data:
        images: images
        masks: masks
        mask_name: null
        classes: {background: 0, cell: 255}
        ignore: null
        validation: {fraction: 0.3}
      loss: {ce: 1, dice: 1}
      """, to: "mine/cells.yaml")
    let config = try folder.load("mine/cells.yaml").config
    #expect(config.data.files.images == Path("\(folder.path)/mine/images"))
    #expect(
      config.data.classes == [
        ClassConfig(name: "background", values: [.grey(0)]), ClassConfig(name: "cell", values: [.grey(255)]),
      ])
    #expect(config.data.split.validation == .fraction(0.3, DrawConfig()))
    #expect((config.data.files.maskName, config.data.ignore) == ("{stem}", []))
    #expect(config.data.crop == PixelSize(height: 512, width: 512))
    #expect(config.loss.classWeights == nil)
    #expect((config.model.depth, config.optimizer.learningRate) == (5, 0.01))
  }

  @Test("A recipe without data can be laid beside a description of data")
  func besideEachOther() throws {
    let folder = try ConfigFolder()
    try folder.write("model: {depth: 5}\nloss: {ce: 1}\ndata: {crop: 64}\n", to: "recipes/small.yaml")
    try folder.write("data: {images: i, masks: m, classes: [a, b], crop: 128}\n", to: "sets/cells.yaml")
    try folder.write("extends: [recipes/small.yaml, sets/cells.yaml]\nmodel: {width: 8}\n")
    let config = try folder.load().config
    #expect(config.data.files.images == Path("\(folder.path)/sets/i"))
    #expect(config.data.crop == PixelSize(height: 128, width: 128))
    #expect((config.model.depth, config.model.width) == (5, 8))
  }

  @Test("A mapping of classes is replaced whole by a list of names, and the other way round")
  func classes() throws {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, classes: {a: 3, b: 4}}\nloss: {ce: 1}\n", to: "base.yaml")
    try folder.write("extends: base.yaml\ndata: {classes: [c, d]}\n", to: "middle.yaml")
    try folder.write("extends: middle.yaml\ndata: {classes: {b: 9, e: 1}}\n")
    #expect(try folder.load("middle.yaml").config.data.classes.map(\.name) == ["c", "d"])
    #expect(try folder.load().config.data.classes.map(\.name) == ["b", "e"])
  }

  @Test("The record of a run says where each value that is given comes from")
  func record() throws {
    let folder = try ConfigFolder()
    try folder.write(recipe, to: "configs/recipe.yaml")
    try folder.write("extends: configs/recipe.yaml\ndata: {images: \"${D}/i\"}\nloss: {ce: 2}\n")
    let loaded = try folder.load("experiment.yaml", ["loss.ce=3"], environment: ["D": "/d"])
    let record = ProvenanceRecord(loaded)
    #expect(
      record.keys["data.images"] == [
        .init(at: "experiment.yaml:2:16", text: "\"${D}/i\"", environment: ["D": "/d"]),
        .init(at: "configs/recipe.yaml:2:11", text: "../data/images", environment: nil),
      ])
    #expect(
      record.keys["loss.ce.weight"]?.map(\.at) == [
        "<command line>:1:9", "experiment.yaml:3:12", "configs/recipe.yaml:10:12",
      ])
    #expect(record.keys["loss.dice"]?.map(\.text) == ["'loss' without it", "1"])
    #expect(record.keys["training.epochs"] == nil)
    #expect(Set(record.keys.keys).isSubset(of: Set(loaded.keys)))
  }
}
