import Config
import Diagnostics
import Experiment
import Testing

@Suite("What mask values mean")
struct MaskConfigTests {
  private func masks(_ keys: String) throws -> MaskConfig {
    let folder = try ConfigFolder()
    try folder.write("data:\n  images: i\n  masks: m\n  \(keys)\nloss: {bce: 1}\n")
    return try folder.load().config.data.masks
  }

  private func mistakes(_ keys: String) throws -> String {
    try ConfigFolder().mistakes("data:\n  images: i\n  masks: m\n  \(keys)\nloss: {bce: 1}\n")
  }

  /// The message of the first mistake, without its place.
  private func message(_ keys: String) throws -> String {
    let line = try mistakes(keys).split(separator: "\n").first ?? ""
    return String(line.drop { $0 != " " }.dropFirst())
  }

  @Test("Without new keys nothing is as it was not")
  func defaults() throws {
    let masks = try masks("classes: [a, b]")
    #expect(
      (masks.palette, masks.threshold, masks.valueTolerance, masks.indexedMasks) == (nil, nil, 0, .auto))
    #expect((masks.hasFilePerClass, masks.hasFilePerObject) == (false, false))
  }

  @Test("Values are numbers, colours with transparency or without, names and rest")
  func values() throws {
    let masks = try masks("classes: {a: [0, \"#01020304\"], b: rest}\n  ignore: \"#0a0B0c\"")
    #expect(
      masks.classes == [
        ClassConfig(name: "a", values: [.grey(0), .color(red: 1, green: 2, blue: 3, alpha: 4)]),
        ClassConfig(name: "b", values: [.rest]),
      ])
    #expect(masks.ignore == [.color(red: 10, green: 11, blue: 12)])
    #expect(masks.classes[0].values[1].description == "#01020304")
  }

  @Test("A palette gives classes and ignored values")
  func palettes() throws {
    let voc = try masks("palette: pascal_voc")
    #expect(voc.classes.map(\.name).prefix(3) == ["background", "aeroplane", "bicycle"])
    #expect((voc.classes.count, voc.ignore) == (21, [.text("void")]))
    let cityscapes = try masks("palette: cityscapes")
    #expect((cityscapes.classes.count, cityscapes.ignore) == (19, [.rest]))
    let camvid = try masks("palette: camvid")
    #expect((camvid.classes.count, camvid.ignore) == (11, [.text("Void")]))
    #expect(
      camvid.classes[1].values == ["Archway", "Bridge", "Building", "Tunnel", "Wall"].map(MaskValue.text))
  }

  @Test("The palettes are those of their data sets")
  func entries() throws {
    func entry(_ palette: Palette, _ name: String) throws -> [Int] {
      let entry = try #require(palette.entry(name))
      return [entry.index ?? -1] + entry.color.map { Int($0) }
    }
    #expect(Palette.pascalVOC.entries.count == 22)
    #expect(try entry(.pascalVOC, "aeroplane") == [1, 128, 0, 0])
    #expect(
      try entry(.pascalVOC, "person") == [15, 192, 128, 128])
    #expect(
      try entry(.pascalVOC, "tvmonitor") == [20, 0, 64, 128])
    #expect(try entry(.pascalVOC, "void") == [255, 224, 224, 192])
    #expect(Palette.cityscapes.entries.count == 34)
    #expect(try entry(.cityscapes, "road") == [7, 128, 64, 128])
    #expect(try entry(.cityscapes, "train") == [31, 0, 80, 100])
    #expect(
      try entry(.cityscapes, "bicycle") == [33, 119, 11, 32])
    #expect(Palette.camvid.entries.count == 32)
    #expect(Set(Palette.camvid.entries.map(\.color)).count == 32)
    #expect(
      try entry(.camvid, "Bicyclist") == [-1, 0, 128, 192])
    let training = try masks("palette: cityscapes").classes.flatMap(\.values)
    let ids = try training.map { try entry(.cityscapes, $0.description)[0] }
    #expect(ids == [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33])
  }

  @Test("With a palette, classes can merge and choose; a list of names is a list of its names")
  func choices() throws {
    let merged = try masks(
      "palette: pascal_voc\n  classes: {vehicle: [car, bus, train], person: person, other: rest}")
    #expect(merged.classes[0].values == [.text("car"), .text("bus"), .text("train")])
    #expect(merged.ignore == [.text("void")])
    let list = try masks("palette: cityscapes\n  classes: [car, person]\n  ignore: rest")
    #expect(list.classes[1] == ClassConfig(name: "person", values: [.text("person")]))
    #expect(try masks("palette: camvid\n  ignore: []").ignore == [])
    #expect(try masks("palette: pascal_voc\n  classes: {a: [void, cat], b: rest}").ignore == [])
    #expect(try masks("palette: cityscapes\n  classes: {a: car, b: rest}").ignore == [])
  }

  @Test("Beside one class of a palette, the background is what else the palette has")
  func paletteBackground() throws {
    let voc = try masks("palette: pascal_voc\n  classes: {person: person}")
    #expect((voc.background.count, voc.background.contains(.text("person"))) == (20, false))
    #expect(voc.ignore == [.text("void")])
    #expect(
      try masks("palette: pascal_voc\n  classes: {person: person}\n  ignore: [cat, void]").background.count
        == 19)
  }

  @Test("A name that the palette lacks gets the nearest, and a name without a palette gets its palette")
  func wrongNames() throws {
    #expect(
      try mistakes("palette: camvid\n  classes: {a: Raod, b: Sky}") == """
        experiment.yaml:5:16: error: 'classes.a' has 'Raod', which is no name of the palette camvid; did you mean 'Road'?
         5 |   classes: {a: Raod, b: Sky}
           |                ^~~~
            = its names: \(Palette.camvid.entries.map(\.name).joined(separator: ", "))
        """)
    #expect(
      try mistakes("classes: {a: 0, b: tvmonitor}") == """
        experiment.yaml:4:22: error: 'classes.b' must be a mask value (a number, a colour or rest), not 'tvmonitor': there is no palette
         4 |   classes: {a: 0, b: tvmonitor}
           |                      ^~~~~~~~~
            = 'tvmonitor' is a name of  palette: pascal_voc
        """)
    #expect(
      try mistakes("classes: {a: 0, b: red}").hasSuffix(
        "= names stand for values with 'palette', or for files with {class} in 'mask_name'"))
    #expect(try message("palette: pascal\n  classes: [a, b]").contains("did you mean 'pascal_voc'?") == false)
    #expect(try message("palette: pascal_vok\n  classes: [a, b]").hasSuffix("did you mean 'pascal_voc'?"))
  }

  @Test("Two owners of a value are found through the names of a palette")
  func twoOwners() throws {
    #expect(
      try mistakes("palette: pascal_voc\n  classes: {a: cat, b: [8, dog]}").hasPrefix(
        "experiment.yaml:5:24: error: 'classes.b' has the mask value 8, which 'classes.a' has too as cat\n"))
    #expect(
      try message("palette: pascal_voc\n  classes: {a: cat, b: [\"#400000\", dog]}")
        == "error: 'classes.b' has the mask value #400000, which 'classes.a' has too as cat")
    #expect(
      try message("classes: {a: 70, b: \"#464646\"}")
        == "error: 'classes.b' has the mask value #464646, which 'classes.a' has too as 70")
    #expect(
      try message("classes: {a: \"#FF0000\", b: \"#FF0000FF\"}")
        == "error: 'classes.b' has the mask value #FF0000FF, which 'classes.a' has too as #FF0000")
    #expect(
      try message("classes: {a: rest, b: 1}\n  ignore: rest")
        == "error: 'ignore' has the mask value rest, which 'classes.a' has too")
    #expect(try mistakes("palette: cityscapes\n  classes: {a: static, b: unlabeled}\n  ignore: rest").isEmpty)
  }

  @Test("A palette whose names are not used is doubtful")
  func unusedPalette() throws {
    let folder = try ConfigFolder()
    try folder.write(
      "data: {images: i, masks: m, palette: camvid, classes: {a: 1, b: 2}, ignore: 3}\nloss: {ce: 1}\n")
    #expect(
      try folder.load().warnings.map(\.message) == ["'palette' is camvid, and no value is one of its names"])
  }

  @Test("A threshold is for classes of 0 and 255, or 0 and 1")
  func threshold() throws {
    #expect(try masks("classes: {a: 255}\n  threshold: 127.5").threshold == 127.5)
    #expect(try mistakes("classes: {a: 0}\n  background: 255\n  threshold: 128").isEmpty)
    #expect(try mistakes("classes: {a: 1, b: rest}\n  threshold: 128").isEmpty)
    #expect(
      try mistakes("classes: {a: 0, b: 255, c: 3}\n  threshold: 128") == """
        experiment.yaml:5:14: error: 'threshold' makes 0 and 255 of a mask, and 'classes.c' has the value 3
         5 |   threshold: 128
           |              ^~~
            = legal values are 0, 255 (or 1 instead of it) and rest
        """)
    #expect(
      try message("classes: {a: 1, b: 255}\n  threshold: 128")
        == "error: 'threshold' makes 0 and 255 of a mask, and the classes have both 1 and 255")
    #expect(
      try message("classes: [a, b]\n  threshold: 0")
        == "error: 'threshold' must be a number above 0 and at most 65535, not 0")
    #expect(
      try message("classes: [a, b]\n  threshold: 9\n  value_tolerance: 3")
        == "error: 'threshold' leaves two values only, so that 'value_tolerance' has nothing to do")
  }

  @Test("With {class} in the mask's name, texts and numbers are what stands there")
  func filePerClass() throws {
    let name = "mask_name: \"{stem}_{class}.png\"\n  "
    let masks = try masks("\(name)classes: {a: nuclei, b: [mito, 3], c: rest}\n  threshold: 100")
    #expect(masks.hasFilePerClass)
    #expect(masks.classes[1].values == [.text("mito"), .grey(3)])
    #expect(try self.masks("\(name)classes: [nuclei, mito]").classes[0].values == [.text("nuclei")])
    #expect(try self.masks("\(name)classes: {a: nuclei}").background == [])
    #expect(
      try message("\(name)classes: {a: nuclei, b: \"#FF0000\"}")
        == "error: 'classes.b' has the colour #FF0000, and with {class} in 'mask_name' the names of files tell the classes"
    )
    #expect(
      try message("\(name)classes: {a: nuclei, b: [mito, nuclei]}")
        == "error: 'classes.b' has the mask value nuclei, which 'classes.a' has too")
    #expect(
      try message("\(name)palette: camvid\n  classes: [a, b]")
        == "error: 'palette' names values, and with {class} in 'mask_name' the names of files tell the classes"
    )
    #expect(
      try message("\(name)classes: [a, b]\n  value_tolerance: 2")
        == "error: 'value_tolerance' is for masks whose values tell the classes, and 'mask_name' names binary files"
    )
  }

  @Test("With * in the mask's name, files are united to 0 and 255")
  func filePerObject() throws {
    let name = "mask_name: \"{stem}_*\"\n  "
    #expect(try masks("\(name)classes: {nucleus: 255}").hasFilePerObject)
    #expect(
      try message("\(name)classes: {nucleus: 2}")
        == "error: 'mask_name' has *, which unites files to 0 and 255, and 'classes.nucleus' has the value 2")
  }

  @Test("Indices cannot be read where all values are colours")
  func indices() throws {
    #expect(
      try message("classes: {a: \"#FF0000\", b: \"#00FF00\"}\n  indexed_masks: index")
        == "error: 'indexed_masks: index' reads numbers, and all values are colours")
    #expect(try masks("classes: {a: 0, b: \"#00FF00\"}\n  indexed_masks: color").indexedMasks == .color)
  }

  @Test("What a palette gives is written back, and read again")
  func resolved() throws {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, palette: camvid}\nloss: {ce: 1}\n")
    let loaded = try folder.load()
    #expect(
      loaded.differing.keys.filter { $0.hasPrefix("data.") }.sorted() == [
        "data.images", "data.masks", "data.palette",
      ])
    #expect(loaded.resolvedText.contains("bicyclist: [Bicyclist, MotorcycleScooter]"))
    try folder.write(loaded.resolvedText, to: "again.yaml")
    #expect(try folder.load("again.yaml").config == loaded.config)
  }
}
