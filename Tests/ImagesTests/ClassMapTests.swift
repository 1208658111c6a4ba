import Images
import Testing

@Suite("Mask values become classes")
struct ClassMapTests {
  private let binary = ClassMap(classes: [("background", [.grey(0)]), ("cell", [.grey(1)])])
  private let single = ClassMap(classes: [("cell", [.grey(255)])], background: [.grey(0)])

  @Test("Several classes have the indices of their order; a list merges; ignored pixels are 255")
  func several() throws {
    let map = ClassMap(
      classes: [("a", [.grey(7)]), ("b", [.grey(0), .grey(9)]), ("c", [.grey(200)])], ignore: [.grey(255)])
    let mask = try MaskReader(map).mask(from: grey([[7, 0, 9], [200, 255, 7]]), file: "m.png")
    #expect(mask.size == size(3, 2))
    #expect(mask.indices == [0, 1, 1, 2, ClassMask.ignored, 0])
    #expect(map.indexCount == 3)
  }

  @Test("A class that is alone is 1 beside its background")
  func one() throws {
    #expect(try MaskReader(single).mask(from: grey([[0, 255]]), file: "m.png").indices == [0, 1])
    #expect(single.indexCount == 2)
  }

  @Test("Colours are matched whole; grey values match equal channels")
  func colors() throws {
    let map = ClassMap(
      classes: [
        ("road", [.color(red: 128, green: 64, blue: 128)]), ("sky", [.color(red: 70, green: 70, blue: 70)]),
      ],
      ignore: [.grey(0)])
    let pixels: [UInt8] = [128, 64, 128, 70, 70, 70, 0, 0, 0, 128, 64, 128]
    let image = try #require(PixelImage(size: size(4, 1), channels: 3, storage: .uint8(pixels)))
    #expect(try MaskReader(map).mask(from: image, file: "m.png").indices == [0, 1, 255, 0])
    #expect(try MaskReader(map).mask(from: grey([[70, 0]]), file: "m.png").indices == [1, 255])
  }

  @Test("Palette masks keep their indices", arguments: [(1, 2), (2, 4), (4, 16), (8, 34)])
  func palettes(_ bits: Int, _ colors: Int) throws {
    let map = ClassMap(classes: (0..<colors).map { ("\($0)", [.grey($0)]) })
    let mask = try MaskReader(map).mask(of: FilePage(fixture("palette\(bits).png")))
    #expect(mask.indices.map(Int.init) == ImageFileTests.grey.map { $0 % colors })
  }

  @Test("A palette mask under colours is read as colours, with transparency or without")
  func paletteColors() throws {
    let map = ClassMap(
      classes: [
        ("nothing", [.color(red: 0, green: 0, blue: 0)]), ("red", [.color(red: 128, green: 0, blue: 0)]),
        ("green", [.color(red: 0, green: 128, blue: 0)]),
      ])
    let mask = try MaskReader(map).mask(of: FilePage(fixture("palette_transparent.png")))
    #expect(mask.indices.map(Int.init) == ImageFileTests.grey.map { $0 % 3 })
    let indices = ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(1)]), ("c", [.grey(2)])])
    #expect(try MaskReader(indices).mask(of: FilePage(fixture("palette_transparent.png"))) == mask)
  }

  @Test("16-bit and 32-bit label images")
  func deepLabels() throws {
    let map = ClassMap(classes: ImageFileTests.grey.map { ("\($0)", [.grey(1000 * $0)]) })
    let expected = Array(UInt8(0)..<20)
    #expect(try MaskReader(map).mask(of: FilePage(fixture("grey16.png"))).indices == expected)
    #expect(try MaskReader(map).mask(of: FilePage(fixture("int32.tif"))).indices == expected)
  }

  @Test("Resizing a mask takes the class under each new pixel's centre")
  func resizing() throws {
    let mask = try #require(ClassMask(size: size(4, 2), indices: [0, 1, 2, 3, 4, 5, 6, 7]))
    #expect(mask.resized(to: size(2, 1)).indices == [5, 7])
    #expect(mask.resized(to: size(8, 2)).indices == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7])
  }
}
