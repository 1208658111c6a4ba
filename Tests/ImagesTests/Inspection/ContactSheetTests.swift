import Diagnostics
import Foundation
import Testing

@testable import Images

@Suite("The contact sheet")
struct ContactSheetTests {
  @Test("Letters are drawn as they look")
  func letters() {
    let rows = BitmapFont.rows(of: "é")[0].map { row in
      (0..<5).map { row >> (4 - $0) & 1 == 1 ? "#" : "." }.joined()
    }
    #expect(rows == [".....", ".....", ".###.", "#...#", "#####", "#....", ".###.", "....."])
    #expect(BitmapFont.rows(of: "細") == BitmapFont.rows(of: "?"))
    #expect((32..<127).allSatisfy { BitmapFont.rows(of: String(UnicodeScalar(UInt8($0))))[0].count == 8 })
  }

  @Test(
    "shows images of any type, size and number of channels in cells of one size",
    arguments: [1, 2, 3, 5], [size(2, 3), size(300, 20), size(100, 260)])
  func cells(channels: Int, size: ImageSize) throws {
    let values = (0..<size.area * channels).map { UInt16($0 % 4096) }
    let sheet = ContactSheet(title: "t", classes: ["a", "b"], usualSize: size, showsIgnored: true)
    let mask = try #require(ClassMask(size: size, indices: (0..<size.area).map { UInt8($0 % 2) }))
    let rows = try [
      PixelImage.Storage.uint8(values.map(UInt8.init(truncatingIfNeeded:))), .uint16(values),
      .float(values.map(Float.init)),
    ].map { storage in
      let image = try #require(PixelImage(size: size, channels: channels, storage: storage))
      return sheet.row(caption: "c", isMarked: true, .init(image, mask), versions: [.init(image, mask)])
    }
    let page = try EncodedPage(bytes: sheet.png(rows), of: FilePage("sheet.png")).decoded()
    #expect(page.width == 1344)  // five cells of 256, gaps of 8, margins of 16
    #expect(page.channels == 3)
  }

  @Test(
    "16-bit images are stretched from their first to their 99th percentile, 8-bit images are left as they are"
  )
  func stretched() throws {
    let deep = PixelImage(size: size(101, 1), channels: 1, storage: .uint16((0...100).map { 1000 + 10 * $0 }))
    let image = try #require(deep)
    guard case .uint8(let bytes) = DisplayRange(of: image).shown(image).storage else { return }
    #expect(bytes[0] == 0 && bytes[1] == 0 && bytes[99] == 255 && bytes[100] == 255)
    #expect(bytes[50] == 128 || bytes[50] == 127)
    let dark = try grey([[0, 1, 2]])
    #expect(DisplayRange(of: dark).shown(dark) == dark)
  }

  @Test("What training makes of an 8-bit image is shown in the image's own range")
  func versions() throws {
    let range = DisplayRange(of: try grey([[0, 255]]))
    let version = PixelImage(size: size(3, 1), channels: 1, storage: .float([-0.1, 0.5, 1.2]))
    #expect(range.shown(try #require(version)).storage == .uint8([0, 128, 255]))
  }

  @Test("Two channels are magenta and green, of five the first three are shown")
  func channels() throws {
    let two = PixelImage(size: size(1, 1), channels: 2, storage: .uint8([10, 20]))
    let image = try #require(two)
    #expect(DisplayRange(of: image).shown(image).storage == .uint8([10, 20, 10]))
    let five = try #require(PixelImage(size: size(1, 1), channels: 5, storage: .uint8([1, 2, 3, 4, 5])))
    #expect(DisplayRange(of: five).shown(five).storage == .uint8([1, 2, 3]))
  }
}
