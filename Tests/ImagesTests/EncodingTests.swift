import Foundation
import Images
import Testing

/// What Pillow, tifffile or NumPy read from a file; see Scripts/fixtures_images/encodings.py.
struct EncodedCase: Codable, CustomTestStringConvertible {
  let file: String
  let page: Int
  let pages: Int
  let width: Int
  let height: Int
  let channels: Int
  let type: String
  let alpha: Bool
  let bits: Int
  let tolerance: Int
  let values: [Double]
  let indices: [Int]?
  let palette: [[Int]]?

  var testDescription: String { page == 0 ? file : "\(file), page \(page)" }
  var filePage: FilePage { FilePage(fixture("encodings/\(file)"), page: page) }

  static let all: [EncodedCase] = {
    let data = FileManager.default.contents(atPath: fixture("encodings/expected.json"))
    return data.flatMap { try? JSONDecoder().decode([EncodedCase].self, from: $0) } ?? []
  }()
  static let indexed = all.filter { $0.palette != nil }
}

@Suite("Every encoding is read as Pillow, tifffile or NumPy read it")
struct EncodingTests {
  @Test("The fixtures are there") func fixtures() {
    #expect(EncodedCase.all.count > 180)
    #expect(EncodedCase.indexed.count > 20)
  }

  @Test("All values, transparency included", arguments: EncodedCase.all)
  func values(_ expected: EncodedCase) throws {
    let image = try ImageFile.read(expected.filePage, channels: .stored)
    #expect(image.size == size(expected.width, expected.height))
    #expect(image.channels == expected.channels)
    let (type, values): (String, [Double]) =
      switch image.storage {
      case .uint8(let values): ("uint8", values.map(Double.init))
      case .uint16(let values): ("uint16", values.map(Double.init))
      case .float(let values): ("float", values.map(Double.init))
      }
    #expect(type == expected.type)
    try #require(values.count == expected.values.count)
    let worst: Double? = zip(values, expected.values).map { abs($0.0 - Double(Float($0.1))) }.max()
    #expect(worst ?? 0 <= Double(expected.tolerance))
  }

  @Test("The header tells what decoding gives, and transparency is dropped", arguments: EncodedCase.all)
  func header(_ expected: EncodedCase) throws {
    let header = try ImageFile.header(of: expected.filePage)
    #expect(header.size == size(expected.width, expected.height))
    #expect(header.bands == expected.channels)
    #expect(header.hasAlpha == expected.alpha)
    #expect(header.pages == expected.pages)
    #expect(header.bits == expected.bits)
    let bytes: [String: Int] = ["uint8": 1, "uint16": 2, "float": 4]
    #expect(header.bytesPerValue == bytes[expected.type])
    let image = try ImageFile.read(expected.filePage)
    let opaque = expected.alpha ? expected.channels - 1 : expected.channels
    #expect(image.channels == opaque)
  }

  @Test("The indices and colours of palettes", arguments: EncodedCase.indexed)
  func palettes(_ expected: EncodedCase) throws {
    let indexed = try #require(try ImageFile.palette(of: expected.filePage))
    let indices = try #require(expected.indices)
    #expect(indexed.indices.storage == .uint8(indices.map { UInt8($0) }))
    let colors = indexed.colors.map { [Int($0.red), Int($0.green), Int($0.blue)] }
    let used = Set(indices)
    for (index, color) in try #require(expected.palette).enumerated() where used.contains(index) {
      #expect(colors[index] == color)
    }
  }

  @Test(
    "A file without a palette has none",
    arguments: ["grey8.png", "kind2.png", "rgb420.jpg", "none8.tif", "rgb24.bmp", "p5.pgm", "u1.npy"])
  func noPalette(_ name: String) throws {
    #expect(try ImageFile.palette(of: FilePage(fixture("encodings/\(name)"))) == nil)
  }

  @Test("A transparent entry of a palette")
  func transparency() throws {
    let png = try #require(try ImageFile.palette(of: FilePage(fixture("encodings/palette2t.png"))))
    #expect(png.colors.map(\.alpha) == [0, 128, 255, 255])
    let gif = try #require(try ImageFile.palette(of: FilePage(fixture("encodings/transparent.gif"))))
    let alphas: [UInt8] = (0..<16).map { $0 == 3 ? 0 : 255 }
    #expect(gif.colors.map(\.alpha) == alphas)
  }

  @Test(
    "Arrays that are no images are refused in words",
    arguments: [
      (
        "refused_objects.npy",
        "the NumPy file holds Python objects, which is not read\n= save an array of numbers with numpy.save(..., allow_pickle=False)"
      ),
      (
        "refused_complex.npy",
        "the NumPy file holds values of the type '<c16', which is not read\n= save whole numbers, floats of 16 to 64 bits, or truth values"
      ),
      (
        "refused_row.npy",
        "the NumPy file holds an array of the shape (7), which is not read\n= an image has the shape (H, W), (H, W, C) or (C, H, W), and a stack of images one axis more in front"
      ),
      (
        "refused_text.npy",
        "the NumPy file holds values of the type '<U1', which is not read\n= save whole numbers, floats of 16 to 64 bits, or truth values"
      ),
    ])
  func refusals(_ name: String, _ words: String) throws {
    let page = FilePage(fixture("encodings/\(name)"))
    #expect(problems { _ = try ImageFile.read(page) } == "\(page.path): \(words)")
    #expect(problems { _ = try ImageFile.header(of: page) } == "\(page.path): \(words)")
  }
}
