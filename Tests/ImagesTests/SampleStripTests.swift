import Foundation
import Testing

@testable import Images

@Suite("Strips of samples")
struct SampleStripTests {
  private func decoded(_ png: [UInt8]) throws -> RGBImage {
    RGBImage(try EncodedPage(bytes: png, of: FilePage("strip.png")).decoded())
  }

  private func pixel(_ picture: RGBImage, _ x: Int, _ y: Int) -> [UInt8] {
    let start = 3 * (y * picture.size.width + x)
    return Array(picture.values[start..<start + 3])
  }

  @Test("Pictures stand in rows of cells of 128, reduced or enlarged by a whole factor, on white")
  func places() throws {
    let strip = SampleStrip(classes: ["a", "b"], usualSize: size(50, 50))
    func sample(_ side: ImageSize, _ value: UInt8) throws -> MaskedImage {
      let image = PixelImage(
        size: side, channels: 1, storage: .uint8(Array(repeating: value, count: side.area)))
      let mask = ClassMask(size: side, indices: Array(repeating: 0, count: side.area))
      return MaskedImage(try #require(image), try #require(mask))
    }
    let rows = [
      strip.row([try sample(size(50, 50), 10)], versions: [try sample(size(256, 128), 200)]),
      strip.row([try sample(size(64, 64), 90)], versions: []),
    ]
    let picture = try decoded(strip.png(rows))
    #expect(picture.size == size(2 * 128 + 8, 2 * 128 + 8))
    #expect(pixel(picture, 99, 99) == [10, 10, 10])
    #expect(pixel(picture, 100, 100) == [255, 255, 255])
    #expect(pixel(picture, 263, 63) == [200, 200, 200])
    #expect(pixel(picture, 200, 64) == [255, 255, 255])
    #expect(pixel(picture, 127, 263) == [90, 90, 90])
    #expect(try decoded(strip.png([])).size == size(1, 1))
  }

  @Test("Classes are outlined, those of a sample that was added too; versions are as light as the original")
  func outlines() throws {
    func mask(_ edge: Int) throws -> ClassMask {
      try #require(ClassMask(size: size(128, 128), indices: (0..<128 * 128).map { $0 % 128 < edge ? 0 : 1 }))
    }
    func image(_ value: Float) throws -> PixelImage {
      try #require(
        PixelImage(
          size: size(128, 128), channels: 1, storage: .float(Array(repeating: value, count: 128 * 128))))
    }
    let original = try #require(
      PixelImage(size: size(128, 128), channels: 1, storage: .uint8(Array(repeating: 51, count: 128 * 128))))
    let strip = SampleStrip(classes: ["a", "b"], usualSize: size(128, 128))
    let row = strip.row(
      [MaskedImage(original, try mask(20))],
      versions: [MaskedImage(try image(0.4), try mask(40), other: try mask(90))])
    let picture = try decoded(strip.png([row]))
    #expect(pixel(picture, 5, 5) == [51, 51, 51])
    #expect(pixel(picture, 136 + 5, 5) == [102, 102, 102])
    let marked = (0..<264).filter { $0 < 128 || $0 >= 136 }.filter { pixel(picture, $0, 64)[0] > 110 }
    #expect(marked == [19, 136 + 39, 136 + 89])
  }

  @Test("A small PNG has at most sixteen colours")
  func colors() throws {
    let values = (0..<128 * 128 * 3).map { UInt8(truncatingIfNeeded: $0 * 7 / 5) }
    let image = try #require(PixelImage(size: size(128, 128), channels: 3, storage: .uint8(values)))
    let small = try decoded(image.encodedPNG(.small))
    let colors = Set((0..<128 * 128).map { pixel(small, $0 % 128, $0 / 128) })
    #expect(colors.count <= 16 && colors.count > 4)
    #expect(try image.encodedPNG(.small).count < image.encodedPNG().count)
  }

  @Test("Stained cells are the same cells in colour: nuclei darkest in red light, the background light")
  func stained() throws {
    let (grey, stained) = (SyntheticCells(seed: 3), SyntheticCells(seed: 3, look: .stained))
    #expect(stained.mask == grey.mask)
    #expect(stained.image.channels == 3)
    #expect(stained.image == SyntheticCells(seed: 3, look: .stained).image)
    guard case .uint8(let light) = stained.image.storage, case .uint8(let mask) = stained.mask.storage else {
      return
    }
    func mean(_ value: UInt8, _ channel: Int) -> Double {
      let places = mask.indices.filter { mask[$0] == value }
      return places.reduce(0) { $0 + Double(light[3 * $1 + channel]) } / Double(places.count)
    }
    #expect(mean(0, 1) > 200 && mean(0, 0) > mean(0, 1))
    #expect(mean(1, 0) + 40 < mean(2, 0), "nuclei, which are inside of cells, are blue")
    #expect(mean(2, 1) + 20 < mean(2, 0), "the rest of a cell is pink")
  }
}
