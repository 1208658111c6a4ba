import Images
import Testing

/// The pictures are those of Scripts/make_image_fixtures.py: 5 x 4, the pixel at (x, y) is 10 y + x.
@Suite("Image files are read as another program wrote them")
struct ImageFileTests {
  static let grey = (0..<4).flatMap { y in (0..<5).map { x in 10 * y + x } }
  static let color = grey.flatMap { [$0, $0 + 100, 255 - $0] }

  private static func palette(_ index: Int) -> [Int] { [200 - index % 100, index % 100, 7] }

  private static let inGrey: [(name: String, values: [Int])] = [
    ("grey8.png", grey), ("grey_alpha.png", grey), ("grey.pgm", grey),
    ("grey1.png", grey.map { $0 % 2 * 255 }),
  ]
  private static let inColor: [(name: String, values: [Int])] = [
    ("rgb.png", color), ("rgba.png", color), ("rgb.webp", color), ("rgb_alpha.tif", color),
    ("grey.gif", grey.flatMap { [$0, $0, $0] }), ("palette1.png", grey.flatMap { palette($0 % 2) }),
    ("palette8.png", grey.flatMap { palette($0 % 34) }),
  ]

  @Test("8-bit grey files", arguments: inGrey)
  func eightBitGrey(_ name: String, _ values: [Int]) throws {
    try expect(name, channels: 1, values)
  }

  @Test("8-bit colour files, without their transparency", arguments: inColor)
  func eightBitColor(_ name: String, _ values: [Int]) throws {
    try expect(name, channels: 3, values)
  }

  @Test("A TIFF's fourth channel stays unless the file says that it is transparency")
  func manyChannels() throws {
    try expect("rgb_infrared.tif", channels: 4, Self.grey.flatMap { [$0, $0 + 100, 255 - $0, 50 + $0] })
    try expect("five_channels.tif", channels: 5, Self.grey.flatMap { value in (0..<5).map { value + $0 } })
  }

  private func expect(_ name: String, channels: Int, _ values: [Int]) throws {
    let image = try ImageFile.read(FilePage(fixture(name)))
    #expect(image.size == size(5, 4))
    #expect(image.channels == channels)
    #expect(image.storage == .uint8(values.map { UInt8($0) }))
  }

  @Test("16-bit files keep their values", arguments: ["grey16.png", "grey16.tif"])
  func sixteenBits(_ name: String) throws {
    #expect(
      try ImageFile.read(FilePage(fixture(name))).storage == .uint16(Self.grey.map { UInt16(1000 * $0) }))
  }

  @Test("Float files keep their values, and 32-bit numbers become float")
  func floats() throws {
    #expect(
      try ImageFile.read(FilePage(fixture("float.tif"))).storage
        == .float(Self.grey.map { Float($0) / 8 - 1 }))
    #expect(
      try ImageFile.read(FilePage(fixture("int32.tif"))).storage == .float(Self.grey.map { Float(1000 * $0) })
    )
  }

  @Test("A photograph is turned upright as its EXIF orientation says")
  func orientation() throws {
    let row = [UInt8](repeating: 40, count: 8) + [UInt8](repeating: 200, count: 8)
    let stored = try ImageFile.read(FilePage(fixture("grey.jpg")))
    #expect(stored.storage == .uint8((0..<8).flatMap { _ in row }))
    let upright = try ImageFile.read(FilePage(fixture("sideways.jpg")))
    #expect(upright.size == size(8, 16))
    #expect(upright.storage == .uint8(row.flatMap { [UInt8](repeating: $0, count: 8) }))
  }

  @Test(
    "The header tells the decoded image's size and channels",
    arguments: [
      "grey8.png", "grey_alpha.png", "rgba.png", "palette4.png", "sideways.jpg", "noise.jpg",
      "five_channels.tif",
      "rgb_infrared.tif", "rgb_alpha.tif", "rgb.webp", "grey.gif", "grey.pgm",
    ])
  func header(_ name: String) throws {
    let image = try ImageFile.read(FilePage(fixture(name)))
    let header = try ImageFile.header(of: FilePage(fixture(name)))
    #expect(header.size == image.size)
    #expect(header.channels == image.channels)
  }

  @Test("An encoded PNG is read as the same image", arguments: ["grey8.png", "rgb.png", "grey16.png"])
  func encoding(_ name: String) throws {
    let folder = try TemporaryFolder()
    let image = try ImageFile.read(FilePage(fixture(name)))
    let copy = try folder.write(image.encodedPNG(), to: "copy.png")
    #expect(try ImageFile.read(FilePage(copy)) == image)
  }

  @Test("Resizing equals Pillow's BILINEAR", arguments: [size(12, 9), size(48, 36)])
  func resizing(_ target: ImageSize) throws {
    let resized = try ImageFile.read(FilePage(fixture("resize_source.png"))).resized(to: target)
    let expected = try ImageFile.read(FilePage(fixture("resize_\(target).png")))
    guard case .uint8(let ours) = resized.storage, case .uint8(let theirs) = expected.storage else {
      Issue.record("not 8 bits")
      return
    }
    #expect(resized.size == target)
    let differences = zip(ours, theirs).map { abs(Int($0) - Int($1)) }
    #expect(differences.max() ?? 255 <= 1)
  }
}
