import Config
import Experiment
import Testing

@Suite("Layouts are defaults for where files are and what they hold")
struct LayoutTests {
  private func data(_ keys: String, loss: String = "ce") throws -> DataConfig {
    let folder = try ConfigFolder()
    try folder.write("data:\n  \(keys)\nloss: {\(loss): 1}\n")
    return try folder.load().config.data
  }

  @Test(
    "Each layout knows its files below the root",
    arguments: [
      ("oxford_pet", "images", "annotations/trimaps", "{stem}"),
      ("carvana", "train", "train_masks", "{stem}_mask"),
      ("camvid", "train", "trainannot", "{stem}"),
      ("pascal_voc", "JPEGImages", "SegmentationClass", "{stem}"),
      ("cityscapes", "leftImg8bit/train", "gtFine/train", "{stem}_gtFine_labelIds"),
      ("isbi", "train-volume.tif", "train-labels.tif", "{stem}"),
    ])
  func files(layout: String, images: String, masks: String, maskName: String) throws {
    let files = try data("layout: \(layout)\n  root: /sets/x", loss: layout == "carvana" ? "bce" : "ce").files
    #expect((files.images, files.masks) == (Path("/sets/x/\(images)"), Path("/sets/x/\(masks)")))
    #expect(files.maskName == maskName)
    #expect(files.layout.name.rawValue == layout)
    #expect(files.layout.root == Path("/sets/x"))
  }

  @Test("Cityscapes' images have an ending of their own")
  func imageName() throws {
    #expect(try data("layout: cityscapes\n  root: /x").files.imageName == "{folder}/{stem}_leftImg8bit")
    #expect(try data("layout: camvid\n  root: /x").files.imageName == "{folder}/{stem}")
  }

  @Test("Classes and what is ignored")
  func classes() throws {
    let pets = try data("layout: oxford_pet\n  root: /x")
    #expect(
      pets.classes == [
        ClassConfig(name: "pet", values: [.grey(1)]), ClassConfig(name: "background", values: [.grey(2)]),
        ClassConfig(name: "border", values: [.grey(3)]),
      ])
    let voc = try data("layout: pascal_voc\n  root: /x")
    #expect((voc.classes.count, voc.classes[15].name, voc.ignore) == (21, "person", [.text("void")]))
    let streets = try data("layout: camvid\n  root: /x")
    #expect((streets.classes.count, streets.classes[3].name, streets.ignore) == (11, "road", [.grey(11)]))
    let cities = try data("layout: cityscapes\n  root: /x")
    #expect((cities.classes.count, cities.ignore) == (19, [.rest]))
    let labels = cities.classes.flatMap(\.values).map { value -> Int? in
      if case .text(let name) = value { cities.masks.entry(name)?.index } else { nil }
    }
    #expect(labels == [7, 8, 11, 12, 13, 17] + (19...28) + (31...33))
    let cars = try data("layout: carvana\n  root: /x", loss: "bce")
    #expect(cars.classes == [ClassConfig(name: "car", values: [.grey(1), .grey(255)])])
    #expect(cars.background == [.grey(0)])
    #expect(try data("layout: isbi\n  root: /x").classes.map(\.values) == [[.grey(0)], [.grey(255)]])
  }

  @Test("The parts as published")
  func parts() throws {
    let validation = { (layout: String) in
      try data("layout: \(layout)\n  root: /x", loss: layout == "carvana" ? "bce" : "ce").split.validation
    }
    #expect(try validation("pascal_voc") == .list(Path("/x/ImageSets/Segmentation/val.txt")))
    #expect(try validation("camvid") == .folders(images: Path("/x/val"), masks: Path("/x/valannot")))
    #expect(
      try validation("cityscapes")
        == .folders(images: Path("/x/leftImg8bit/val"), masks: Path("/x/gtFine/val")))
    #expect(try validation("isbi") == .ranges([PositionRange(first: 24, last: 29)]))
    #expect(try validation("carvana") == .fraction(0.2, DrawConfig(group: .pattern("^(.*)_"))))
    #expect(Layout(.pascalVOC, root: Path("/x")).training == Path("/x/ImageSets/Segmentation/train.txt"))
    #expect(Layout(.oxfordPet, root: Path("/x")).training == Path("/x/annotations/trainval.txt"))
    #expect(Layout(.oxfordPet, root: Path("/x")).test == .list(Path("/x/annotations/test.txt")))
    #expect(
      Layout(.camvid, root: Path("/x")).test == .folders(images: Path("/x/test"), masks: Path("/x/testannot"))
    )
  }

  @Test("Folds and a drawn test keep a layout's groups")
  func groups() throws {
    let group = DrawConfig.Group.pattern("^(.*)_")
    let split = try data(
      "layout: carvana\n  root: /x\n  validation: {fold: 1}\n  test: {fraction: 0.1}", loss: "bce"
    ).split
    #expect(split.validation == .fold(1, of: 5, DrawConfig(group: group)))
    #expect(split.test == .fraction(0.1, DrawConfig(group: group)))
  }

  @Test("Every key can still be given")
  func given() throws {
    let data = try data(
      """
      layout: pascal_voc
        root: /x
        images: /elsewhere
        mask_name: "{stem}_m"
        classes: {person: 15, border: 255}
        validation: {fraction: 0.5}
      """)
    #expect((data.files.images, data.files.masks) == (Path("/elsewhere"), Path("/x/SegmentationClass")))
    #expect(data.files.maskName == "{stem}_m")
    #expect(data.split.validation == .fraction(0.5, DrawConfig()))
    // A class may have what the layout would ignore.
    #expect((data.classes.count, data.ignore) == (2, []))
  }

  @Test("The resolved config shows all values, and reads as the same config")
  func resolved() throws {
    let folder = try ConfigFolder()
    try folder.write("data: {layout: isbi, root: stacks}\nloss: {ce: 1}\n")
    let loaded = try folder.load()
    for line in [
      "layout: isbi", "root: \(folder.path)/stacks", "images: \(folder.path)/stacks/train-volume.tif",
      "classes: {membrane: 0, cell: 255}", "validation: {range: [24, 29]}",
    ] {
      #expect(loaded.resolvedText.contains("  \(line)\n"), "\(loaded.resolvedText)")
    }
    #expect(loaded.differing["data.layout"] == "isbi")
    #expect(loaded.differing.keys.filter { $0.hasPrefix("data.") }.sorted() == ["data.layout", "data.root"])
    try folder.write(loaded.resolvedText, to: "again.yaml")
    #expect(try folder.load("again.yaml").config == loaded.config)
  }

  @Test("Where a data set lies is no part of a run's identity, its layout is")
  func identity() throws {
    let hash = { (keys: [String: String]) in try Identity.hash(differing: keys, dataFingerprint: "f") }
    #expect(try hash(["data.root": "/a", "data.image_name": "x"]) == hash([:]))
    #expect(try hash(["data.layout": "isbi"]) != hash([:]))
  }

  @Test("A layout needs a root, and folders have none")
  func root() throws {
    let folder = try ConfigFolder()
    #expect(
      try folder.mistakes("data: {layout: isbi}\nloss: {ce: 1}\n").hasPrefix(
        "experiment.yaml:1:1: error: 'root' is required in 'data'\n"))
    #expect(
      try folder.mistakes("data: {root: x, images: i, masks: m, classes: [a, b]}\nloss: {ce: 1}\n") == """
        experiment.yaml:1:14: error: 'root' is for layouts other than 'folders'
         1 | data: {root: x, images: i, masks: m, classes: [a, b]}
           |              ^
            = give 'images' and 'masks', or choose a layout: oxford_pet, carvana, camvid, pascal_voc, cityscapes, isbi
        """)
  }
}
