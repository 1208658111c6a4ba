import Foundation
import Images
import Testing

/// The files of Scripts/fixtures_images/masks.py, which also computed the classes with NumPy.
@Suite("Masks in every encoding")
struct MaskFileTests {
  private static let red = MaskValue.color(red: 128, green: 0, blue: 0)
  private static let green = MaskValue.color(red: 0, green: 128, blue: 0)

  private func expected(_ name: String) throws -> [UInt8] {
    let all = try JSONDecoder().decode([String: [UInt8]].self, from: Data(fixtureBytes("masks/masks.json")))
    return try #require(all[name])
  }

  private func check(_ name: String, _ reader: MaskReader, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let found = try reader.mask(of: FilePage(fixture("masks/\(name)"))).indices
    #expect(try found == expected(name), "\(name)", sourceLocation: sourceLocation)
  }

  private func classes(_ values: [MaskValue]..., ignore: [MaskValue] = []) -> MaskReader {
    MaskReader(ClassMap(classes: values.enumerated().map { ("c\($0.offset)", $0.element) }, ignore: ignore))
  }

  private func single(_ values: [MaskValue], background: [MaskValue] = [.grey(0)]) -> MaskReader {
    MaskReader(ClassMap(classes: [("c", values)], background: background))
  }

  @Test("Indices, 0 and 255, inverted, grey codes, 16 bits")
  func numbers() throws {
    try check("index.png", classes([.grey(0)], [.grey(1)], [.grey(2)]))
    try check("binary.png", single([.grey(255)]))
    try check("binary.png", classes([.grey(0)], [.grey(255)]))
    try check("inverted.png", single([.grey(0)], background: [.grey(255)]))
    try check("codes.png", classes([.grey(20)], [.grey(130)], [.grey(240)]))
    try check("deep.png", classes([.grey(0)], [.grey(700)], [.grey(40000)]))
  }

  @Test("Values of 16 bits are no harm to files of 8")
  func mixedDepths() throws {
    var reader = classes([.grey(0)], [.grey(700), .grey(255)], [.grey(40000)])
    #expect(try reader.mask(from: grey([[0, 255]]), file: "m").indices == [0, 1])
    reader.tolerance = 9
    #expect(try reader.mask(from: grey([[9, 246]]), file: "m").indices == [0, 1])
  }

  @Test("Rest is every value that nothing else covers, as a class, as background and as what is ignored")
  func rest() throws {
    try check("index.png", classes([.rest], [.grey(1)], [.grey(2)]))
    try check("binary.png", single([.grey(255)], background: [.rest]))
    try check("inverted.png", single([.rest], background: [.grey(255)]))
    try check("rgb.png", classes([.rest], [Self.red], [Self.green]))
    try check("voc_index.png", classes([.grey(0)], [.grey(1)], [.grey(2)], ignore: [.rest]))
  }

  @Test("Colours, and colours that differ in transparency only")
  func colors() throws {
    try check("rgb.png", classes([.grey(0)], [Self.red], [Self.green]))
    let clear = MaskValue.color(red: 0, green: 0, blue: 0, alpha: 0)
    let half = MaskValue.color(red: 128, green: 0, blue: 0, alpha: 128)
    try check("rgba.png", classes([clear], [Self.red], [half]))
    let opaque = MaskValue.color(red: 128, green: 0, blue: 0, alpha: 255)
    try check("rgba.png", classes([clear], [opaque], [half]))
    let dropped = classes([.grey(0)], [Self.red])
    let found = try dropped.mask(of: FilePage(fixture("masks/rgba.png"))).indices
    #expect(try found == expected("rgba.png").map { min($0, 1) })
  }

  @Test("Palettes by index, also where two entries share a colour, and by colour")
  func palettes() throws {
    let indices = classes([.grey(0)], [.grey(1)], [.grey(2)])
    let colors = classes([.grey(0)], [Self.red], [Self.green])
    for name in ["palette.png", "palette_twice.png"] { try check(name, indices) }
    for name in ["palette.png", "palette_shuffled.png"] { try check(name, colors) }
    var byIndex = classes([.grey(2)], [.grey(0), Self.green], [.grey(1)])
    byIndex.indexedFiles = .index
    try check("palette_shuffled.png", byIndex)
    var byColor = indices
    byColor.indexedFiles = .color
    #expect(
      problems { _ = try byColor.mask(of: FilePage(fixture("masks/palette.png"))) }.contains("#800000"))
  }

  @Test("Names of a known palette read masks of indices, of a palette and of colours alike")
  func names() throws {
    let reader = classes(
      [.entry(index: 0, red: 0, green: 0, blue: 0)], [.entry(index: 1, red: 128, green: 0, blue: 0)],
      [.entry(index: 2, red: 0, green: 128, blue: 0)],
      ignore: [.entry(index: 255, red: 224, green: 224, blue: 192)])
    for name in ["voc_index.png", "voc_palette.png", "voc_rgb.png"] { try check(name, reader) }
    // All of its colours are known, so that the order of the palette does not matter.
    try check("palette_shuffled.png", reader)
    // Its second and third entries are of one colour, but by colour there would be no third class at all.
    var byIndex = reader
    byIndex.indexedFiles = .index
    try check("palette_twice.png", byIndex)
  }

  @Test("An index of a name is no grey of a colour file, and the grey of its colour no index")
  func nameKinds() throws {
    let reader = classes(
      [.entry(index: 11, red: 70, green: 70, blue: 70)], [.entry(index: 7, red: 1, green: 2, blue: 3)])
    #expect(try reader.mask(from: grey([[11, 7]]), file: "m").indices == [0, 1])
    #expect(
      problems { _ = try reader.mask(from: grey([[70]]), file: "m") }.contains("has the value 70, which no"))
    let pixels: [UInt8] = [70, 70, 70, 1, 2, 3]
    let colors = try #require(PixelImage(size: size(2, 1), channels: 3, storage: .uint8(pixels)))
    #expect(try reader.mask(from: colors, file: "m").indices == [0, 1])
  }

  @Test(
    "A file of one bit is 0 and 255, or 0 and 1 where the classes have 1",
    arguments: ["bits.png", "bits.tif", "bits.pbm"])
  func bits(_ name: String) throws {
    try check(name, single([.grey(255)]))
    try check(name, single([.grey(1)]))
    try check(name, classes([.grey(0)], [.grey(1)]))
    try check(name, single([.grey(1), .grey(255)]))
  }

  @Test(
    "A palette of black and white is 0 and 1, or 0 and 255",
    arguments: ["black_white.png", "black_white.gif"])
  func blackAndWhite(_ name: String) throws {
    try check(name, single([.grey(1)]))
    try check(name, single([.grey(255)]))
    try check(name, single([.grey(1), .grey(255)]))
  }

  @Test("A threshold makes two values of anti-aliased and JPEG-damaged masks, by Pillow's grey of colours")
  func threshold() throws {
    func reader(_ threshold: Double, _ reader: MaskReader) -> MaskReader {
      var reader = reader
      reader.threshold = threshold
      return reader
    }
    try check("damaged.jpg", reader(128, single([.grey(255)])))
    try check("damaged.jpg", reader(128, single([.grey(1)])))
    try check("damaged.jpg", reader(128, classes([.grey(0)], [.rest])))
    try check("damaged_rgb.jpg", reader(128, single([.grey(255)])))
    try check("smooth.png", reader(100, single([.grey(255)])))
    try check("smooth.png", reader(99.5, single([.grey(255)])))
    try check("smooth_colors.png", reader(60, single([.grey(255)])))
    try check("inverted.png", reader(100, single([.grey(0)], background: [.grey(255)])))
    let fractions = try #require(PixelImage(size: size(3, 1), channels: 1, storage: .float([0.2, 0.5, 0.9])))
    #expect(try reader(0.5, single([.grey(1)])).mask(from: fractions, file: "m").indices == [0, 1, 1])
  }

  @Test("A tolerance takes the nearest legal number or colour")
  func tolerance() throws {
    var codes = classes([.grey(20)], [.grey(130)], [.grey(240)])
    codes.tolerance = 6
    try check("near_codes.png", codes)
    var colors = classes([.grey(0)], [Self.red], [Self.green])
    colors.tolerance = 9
    try check("near_colors.png", colors)
    colors.tolerance = 0
    #expect(throws: (any Error).self) { try check("near_colors.png", colors) }
  }

  @Test("With a tolerance, values that are near nothing are the rest")
  func toleranceAndRest() throws {
    var reader = classes([.grey(10)], [.grey(20)], [.rest])
    reader.tolerance = 2
    #expect(
      try reader.mask(from: grey([[8, 12, 13, 17, 18, 22, 23]]), file: "m").indices == [0, 0, 2, 2, 1, 1, 2])
  }

  @Test("Floats of 0 and 1 are a mask; NaN and infinity are errors")
  func floats() throws {
    func image(_ values: [Float]) throws -> PixelImage {
      try #require(PixelImage(size: size(values.count, 1), channels: 1, storage: .float(values)))
    }
    let reader = single([.grey(1)])
    #expect(try reader.mask(from: image([0, 1, 1]), file: "m").indices == [0, 1, 1])
    #expect(
      problems { _ = try reader.mask(from: image([0, .nan]), file: "m.npy") } == """
        m.npy: the pixel at x 1, y 0 is not a number (NaN)
        = a mask holds whole numbers from 0 to 65535; replace missing values
        """)
    #expect(
      problems { _ = try reader.mask(from: image([0, .infinity]), file: "m.npy") }
        == """
        m.npy: the pixel at x 1, y 0 has the value inf; a mask holds whole numbers from 0 to 65535
        = save the mask with values from 0 to 65535
        """)
    #expect(
      problems { _ = try reader.mask(from: image([0, 0.25, 1]), file: "m.npy") } == """
        m.npy: the pixel at x 1, y 0 has the value 0.25; a mask holds whole numbers from 0 to 65535
        = if this is one class and what is around it, write  threshold: 0.5
        """)
    var sharp = reader
    sharp.threshold = 0.5
    #expect(throws: (any Error).self) { try sharp.mask(from: image([0, .nan]), file: "m.npy") }
  }

  @Test("Two channels, and five, are no mask")
  func channels() throws {
    let reader = single([.grey(255)])
    let two = try #require(PixelImage(size: size(1, 1), channels: 2, storage: .uint8([1, 1])))
    #expect(
      problems { _ = try reader.mask(from: two, file: "7.tif") }
        == "7.tif: a mask has 1 or 3 channels, and this file has 2")
    #expect(
      problems { _ = try reader.mask(of: FilePage(fixture("five_channels.tif"))) }.hasSuffix(
        """
        : a mask has 1 or 3 channels, and this file has 5
        = where each class has files of its own, write {class} in 'mask_name' for what their names differ in
        """))
  }
}
