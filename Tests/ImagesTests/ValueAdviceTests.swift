import Images
import Testing

@Suite("What to write for a mask that does not fit")
struct ValueAdviceTests {
  private let binary = MaskReader(ClassMap(classes: [("background", [.grey(0)]), ("cell", [.grey(1)])]))
  private let single = MaskReader(ClassMap(classes: [("cell", [.grey(255)])], background: [.grey(0)]))
  private let red = MaskValue.color(red: 128, green: 0, blue: 0)
  private let green = MaskValue.color(red: 0, green: 128, blue: 0)

  private func told(_ reader: MaskReader, _ image: PixelImage, _ file: String = "7.png") -> String {
    problems { _ = try reader.mask(from: image, file: file) }
  }

  private func rgb(_ colors: [[UInt8]]) throws -> PixelImage {
    try #require(
      PixelImage(
        size: size(colors.count, 1), channels: colors[0].count, storage: .uint8(colors.flatMap(\.self))))
  }

  @Test("A 0/255 file under values 0 and 1: the line to paste")
  func usualSlip() throws {
    #expect(
      try told(binary, grey([[0, 0], [0, 255]]), "masks/7.png") == """
        masks/7.png: the pixel at x 1, y 1 has the value 255, which no class covers
        = legal values: 0 (background), 1 (cell)
        = values in this file: 0 (75 %), 255 (25 %)
        = if they stand for your classes in this order, write  classes: {background: 0, cell: 255}
        """)
  }

  @Test("A 0/1 file under one class of value 255: the reverse")
  func reverseSlip() throws {
    #expect(
      try told(single, grey([[0, 1]])) == """
        7.png: the pixel at x 1, y 0 has the value 1, which no class covers
        = legal values: 255 (cell), 0 (background)
        = values in this file: 0 (50 %), 1 (50 %)
        = if they stand for your classes in this order, write  classes: {cell: 1}
        """)
  }

  @Test("Colour classes against a grey file")
  func greyFile() throws {
    let map = ClassMap(
      classes: [("a", [.color(red: 1, green: 2, blue: 3)]), ("b", [.color(red: 4, green: 0, blue: 0)])])
    #expect(
      try told(MaskReader(map), grey([[0, 5]])) == """
        7.png: the pixel at x 0, y 0 has the value 0, which no class covers
        = legal values: "#010203" (a), "#040000" (b)
        = values in this file: 0 (50 %), 5 (50 %)
        = this file is grey, and the classes are colours: give grey values in 'classes'
        = if they stand for your classes in this order, write  classes: {a: 0, b: 5}
        """)
  }

  @Test("Numbers against a colour file: the colours, or the palette that has them")
  func colorFile() throws {
    let image = try rgb([[0, 0, 0], [128, 0, 0]])
    #expect(
      told(binary, image) == """
        7.png: the pixel at x 1, y 0 has the value "#800000", which no class covers
        = legal values: 0 (background), 1 (cell)
        = values in this file: 0 (50 %), "#800000" (50 %)
        = if they stand for your classes in this order, write  classes: {background: 0, cell: "#800000"}
        """)
    var reader = binary
    reader.knownPalettes = [
      KnownPalette(
        name: "pascal_voc",
        values: [
          .entry(index: 0, red: 0, green: 0, blue: 0), .entry(index: 1, red: 128, green: 0, blue: 0),
          .entry(index: 2, red: 0, green: 128, blue: 0),
        ])
    ]
    #expect(
      try told(reader, rgb([[0, 0, 0], [128, 0, 0], [0, 128, 0]])).hasSuffix(
        "= these are colours of a known palette: with  palette: pascal_voc  its names can stand for them in 'classes'"
      ))
  }

  @Test("A background that is missing, beside one class and beside several")
  func missing() throws {
    #expect(
      try told(single, grey([[0, 128, 255]])) == """
        7.png: the pixel at x 1, y 0 has the value 128, which no class covers
        = legal values: 255 (cell), 0 (background)
        = values in this file: 0 (33 %), 128 (33 %), 255 (33 %)
        = to give it a meaning, write  background: [0, 128]
        = to leave it out of training and scores, write  ignore: 128
        """)
    let road = MaskReader(
      ClassMap(classes: [("road", [.grey(7)]), ("car", [.grey(26), .grey(27)])], ignore: [.grey(255)]))
    #expect(
      try told(road, grey([[0, 7, 26, 255, 27, 27]])).hasSuffix(
        """
        = values in this file: 0 (17 %), 7 (17 %), 26 (17 %), 27 (33 %), 255 (17 %)
        = to give it a meaning, write  classes: {background: 0, road: 7, car: [26, 27]}
        = to leave it out of training and scores, write  ignore: [255, 0]
        """))
    #expect(
      try told(road, grey([[1, 2, 3, 4, 5, 7, 26]])).contains(
        "to give them a meaning, write  classes: {road: 7, car: [26, 27], background: rest}"))
  }

  @Test("What JPEG or smoothing did: a threshold or a tolerance that works")
  func noise() throws {
    let ramp = try grey([Array(0...99)])
    #expect(
      told(binary, ramp) == """
        7.png: the pixel at x 2, y 0 has the value 2, which no class covers
        = legal values: 0 (background), 1 (cell)
        = values in this file: 0 (1 %), 1 (1 %), 2 (1 %), 3 (1 %), 4 (1 %), 5 (1 %), 6 (1 %), 7 (1 %), 8 (1 %), 9 (1 %), \
        10 (1 %), 11 (1 %) and 88 more
        = such values come from JPEG, resizing or anti-aliasing; to take what is bright enough, write  threshold: 50
        """)
    var sharp = binary
    sharp.threshold = 50
    #expect(try sharp.mask(from: ramp, file: "m").indices.count { $0 == 1 } == 50)
    let path = FilePage(fixture("masks/near_codes.png"))
    var codes = MaskReader(ClassMap(classes: [("a", [.grey(20)]), ("b", [.grey(130)]), ("c", [.grey(240)])]))
    #expect(
      problems { _ = try codes.mask(of: path) }.hasSuffix(
        "= such values come from JPEG, resizing or anti-aliasing; to take the nearest legal value, write  value_tolerance: 6"
      ))
    codes.tolerance = 6
    _ = try codes.mask(of: path)
    let colorPath = FilePage(fixture("masks/near_colors.png"))
    var colors = MaskReader(ClassMap(classes: [("a", [.grey(0)]), ("b", [red]), ("c", [green])]))
    #expect(problems { _ = try colors.mask(of: colorPath) }.hasSuffix("write  value_tolerance: 9"))
    colors.tolerance = 9
    _ = try colors.mask(of: colorPath)
    let spread = MaskReader(ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(2)]), ("c", [.grey(4)])]))
    #expect(
      told(spread, ramp).hasSuffix(
        "= such values come from JPEG, resizing or anti-aliasing; masks need a lossless format, such as PNG, and nearest-neighbour resizing"
      ))
  }

  @Test("A few values that are slightly off are noise too")
  func fewOff() throws {
    let values = [UInt8](repeating: 0, count: 50) + [UInt8](repeating: 255, count: 50) + [254, 1]
    #expect(try told(single, grey([values])).hasSuffix("write  threshold: 128"))
  }

  @Test("With a tolerance, the nearest legal value and how far it is; a tie names both")
  func tolerance() throws {
    var reader = MaskReader(ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(10)]), ("c", [.grey(90)])]))
    reader.tolerance = 5
    #expect(
      try told(reader, grey([[0, 17]])).hasPrefix(
        "7.png: the pixel at x 1, y 0 has the value 17, which no class covers; the nearest legal value is 10 (b), 7 away, and "
          + "'value_tolerance' is 5\n"))
    #expect(
      try told(reader, grey([[0, 5]])).hasPrefix(
        "7.png: the pixel at x 1, y 0 has the value 5, which is as near to 0 (a) as to 10 (b)\n"))
    let same = ClassMap(classes: [("a", [.grey(0), .grey(10)]), ("c", [.grey(90)])])
    var merged = MaskReader(same)
    merged.tolerance = 5
    #expect(try merged.mask(from: grey([[5]]), file: "m").indices == [0])
  }

  @Test("A palette read by index says which colour the index has; by colour, that indices can be read")
  func palette() throws {
    let path = FilePage(fixture("masks/palette.png"))
    let byIndex = MaskReader(ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(1)])]))
    #expect(
      problems { _ = try byIndex.mask(of: path) }.contains(
        "= this file has a palette and is read by index: 2 is the colour \"#008000\"\n"))
    let byColor = MaskReader(ClassMap(classes: [("a", [.grey(0)]), ("b", [red])]))
    #expect(
      problems { _ = try byColor.mask(of: path) }.contains(
        "= this file has a palette and is read by colour; indexed_masks: index reads its indices\n"))
  }

  @Test("A colour of several names of a palette that mean different classes is refused, not guessed")
  func ambiguous() throws {
    let map = ClassMap(
      classes: [
        ("pole", [.entry(index: 17, red: 153, green: 153, blue: 153)]),
        ("group", [.entry(index: 18, red: 153, green: 153, blue: 153)]),
      ])
    #expect(try MaskReader(map).mask(from: grey([[17, 18]]), file: "m").indices == [0, 1])
    #expect(
      try told(MaskReader(map), rgb([[153, 153, 153]])).hasPrefix(
        "7.png: the pixel at x 0, y 0 has the value 153, which is the colour of several classes\n"))
  }

  @Test("Transparency is told where it counts")
  func transparency() throws {
    let half = MaskValue.color(red: 128, green: 0, blue: 0, alpha: 128)
    let reader = MaskReader(ClassMap(classes: [("a", [red]), ("b", [half])]))
    let text = try told(reader, rgb([[128, 0, 0, 255], [128, 0, 0, 64]]))
    #expect(
      text.hasPrefix("7.png: the pixel at x 1, y 0 has the value \"#80000040\", which no class covers\n"))
    #expect(text.contains("= transparency counts, since a colour of the classes has 8 digits\n"))
  }

  @Test("The line to paste is there for values of many files, too")
  func lines() {
    let map = ClassMap(classes: [("a", [.grey(7)]), ("b", [.grey(8)])])
    #expect(map.suggestedClasses(forValues: [.grey(0), .grey(255)]) == "{a: 0, b: 255}")
    #expect(map.suggestedClasses(forValues: [.grey(0), .grey(3), .grey(5)]) == nil)
    let spaced = ClassMap(classes: [("my class", [.grey(7)]), ("b", [.grey(8)])])
    #expect(spaced.suggestedClasses(forValues: [.grey(2), red]) == "{\"my class\": 2, b: \"#800000\"}")
  }

  @Test("Values are counted per file")
  func counts() throws {
    let found = try single.valueCounts(of: FilePage(fixture("masks/rgb.png")))
    #expect(found == [.grey(0): 224, red: 106, green: 54])
  }
}
