import Foundation
import Images
import Testing

/// Damage to a file of each kind.
///
/// `Scripts/check_memory` runs this suite under valgrind, with more of it: UNET_DAMAGE=N.
@Suite("Damaged files of every format are errors or images, never a crash")
struct DamageTests {
  /// Files whose every part matters, so that none can be cut off unnoticed.
  static let whole = [
    "rgb16.png", "kind6i.png", "palette4t.png", "rgb420.jpg", "progressive.jpg", "cmyk.jpg", "none8.tif",
    "lzw8.tif",
    "deflate_predictor_float.tif", "packbits16.tif", "tiled.tif", "thirteen_planar.tif", "f8be.tif",
    "big.tif",
    "palette8.tif", "jpeg.tif", "fax4.tif", "palette4_40.bmp", "rgb24.bmp", "rgb565.bmp", "rgba32.bmp",
    "runs8.bmp",
    "runs4.bmp", "palette.gif", "interlaced.gif", "lossy.webp", "lossless.webp", "alpha.webp", "p1.pbm",
    "p2.pgm",
    "p3.ppm", "p4.pbm", "p5_16.pgm", "p6.ppm", "rgb.pfm", "rgba.pam", "f4.npy", "fortran.npy", "bool.npy",
  ]
  static let stacks = [
    "stack.tif", "stack_lzw.tif", "pyramid.tif", "animated.gif", "animated.webp", "stack_fortran.npy",
  ]

  /// How many damaged copies of each file are read.
  static let copies = ProcessInfo.processInfo.environment["UNET_DAMAGE"].flatMap { Int($0) } ?? 25

  @Test("A file that ends early is an error, whichever tenth is missing", arguments: whole)
  func truncation(_ name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try fixtureBytes("encodings/\(name)")
    for tenth in 0..<10 {
      let path = try folder.write(bytes.prefix(bytes.count * tenth / 10), to: "cut")
      let problem = problems(folder) { _ = try ImageFile.read(FilePage(path)) }
      #expect(problem.hasPrefix("cut: "), "after \(tenth) tenths")
    }
  }

  @Test("A GIF whose pixels end early is an error although it ends as a GIF does")
  func shortGIF() throws {
    let folder = try TemporaryFolder()
    let bytes = try fixtureBytes("encodings/palette.gif")
    // The first block of codes follows the only picture's descriptor, which has no palette of its own.
    let descriptor = try #require(bytes.lastIndex(of: 0x2C))
    let block = descriptor + 11
    let kept = Int(bytes[block]) / 3
    let short = bytes[..<block] + [UInt8(kept)] + bytes[(block + 1)...(block + kept)] + [0, 0x3B]
    let path = try folder.write(short, to: "short.gif")
    #expect(problems(folder) { _ = try ImageFile.read(FilePage(path)) }.hasPrefix("short.gif: "))
  }

  @Test("A TIFF that ends within what describes it is an error, not an image of the defaults")
  func shortTags() throws {
    let folder = try TemporaryFolder()
    for name in ["palette8.tif", "f4.tif", "rgb.tif"] {
      guard let bytes = try? fixtureBytes("encodings/\(name)") else { continue }
      for missing in 1...16 {
        let path = try folder.write(bytes.dropLast(missing), to: "cut.tif")
        let whole = try ImageFile.read(FilePage(fixture("encodings/\(name)")))
        let cut = try? ImageFile.read(FilePage(path))
        #expect(cut == nil || cut == whole, "\(name) without \(missing)")
      }
    }
  }

  @Test("Flipped bytes are an error that names the file, or leave an image", arguments: whole + stacks)
  func flips(_ name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try fixtureBytes("encodings/\(name)")
    var state = UInt64(bytes.count)
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    for copy in 0..<Self.copies {
      var damaged = bytes
      // Headers are where damage is worst.
      let reach = copy % 2 == 0 ? min(bytes.count, 200) : bytes.count
      for _ in 0...random(below: 4) { damaged[random(below: reach)] = UInt8(random(below: 256)) }
      let path = try folder.write(damaged, to: "flipped")
      for page in [FilePage(path), FilePage(path, page: 1)] {
        let found = [
          problems(folder) { _ = try ImageFile.header(of: page) },
          problems(folder) { _ = try ImageFile.palette(of: page) },
          problems(folder) { _ = try ImageFile.read(page) },
        ]
        #expect(found.allSatisfy { $0 == "no error" || $0.hasPrefix("flipped") }, "copy \(copy)")
      }
    }
  }

  @Test("A text is no image, whatever its name", arguments: ImageFile.extensions.sorted())
  func text(_ ending: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("Please read me".utf8, to: "1.\(ending)")
    let problem = "1.\(ending): is not an image\n= \(ImageFile.formats) are read; convert other files to PNG"
    #expect(problems(folder) { _ = try ImageFile.read(FilePage(path)) } == problem)
    #expect(problems(folder) { _ = try ImageFile.header(of: FilePage(path)) } == problem)
  }

  @Test("A pipe is refused, and not waited for")
  func pipe() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path + "/pipe.png", 0o600) == 0)
    let page = FilePage(folder.path + "/pipe.png")
    #expect(problems(folder) { _ = try ImageFile.read(page) } == "pipe.png: is not a regular file")
    #expect(problems(folder) { _ = try ImageFile.header(of: page) } == "pipe.png: is not a regular file")
  }

  @Test(
    "A small file that claims a huge image is refused from its header",
    arguments: ["png", "tif", "gif", "bmp", "npy", "pgm"])
  func bombs(_ format: String) throws {
    let folder = try TemporaryFolder()
    let side = format == "gif" ? 65535 : 100_000
    let path = try folder.write(try Self.bomb(format, side), to: "bomb")
    let channels = ["gif": "3 channels", "bmp": "3 channels"][format] ?? "1 channel"
    let expected = """
      bomb: claims \(side)x\(side) pixels of \(channels), more than the 2147483648 values that an image may have
      = cut it into smaller images, or reduce it
      """
    let array = """
      bomb: claims 100000x100000 pixels of 1 channel, more than the 2147483648 values that an image may have
      = cut it into smaller images, or reduce it
      """
    let header = problems(folder) { _ = try ImageFile.header(of: FilePage(path)) }
    let read = problems(folder) { _ = try ImageFile.read(FilePage(path)) }
    #expect(header == (format == "npy" ? array : expected))
    #expect(read == header)
  }

  /// A fixture with another size in its header.
  private static func bomb(_ format: String, _ side: Int) throws -> [UInt8] {
    func digits(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: side >> (8 * $0)) } }
    func replace(_ name: String, _ changes: [(Int, [UInt8])]) throws -> [UInt8] {
      var bytes = try fixtureBytes("encodings/\(name)")
      for (place, value) in changes { bytes.replaceSubrange(place..<place + value.count, with: value) }
      return bytes
    }
    switch format {
    case "gif": return try replace("palette.gif", [(6, digits(2)), (8, digits(2))])
    case "bmp": return try replace("palette8_40.bmp", [(18, digits(4)), (22, digits(4))])
    case "npy":
      let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(side), \(side)), }\n"
      return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
    case "pgm": return Array("P5 \(side) \(side) 255\n0".utf8)
    case "tif": return try tiff(side)
    default: return png(side)
    }
  }

  /// A header of a grey PNG, with the right checksum.
  private static func png(_ side: Int) -> [UInt8] {
    let number = (0..<4).reversed().map { UInt8(truncatingIfNeeded: side >> (8 * $0)) }
    let header = Array("IHDR".utf8) + number + number + [8, 0, 0, 0, 0]
    let sum = ~header.reduce(~UInt32(0)) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let checksum = (0..<4).reversed().map { UInt8(truncatingIfNeeded: sum >> UInt32(8 * $0)) }
    let data: [UInt8] = [0, 0, 0, 0] + Array("IDAT".utf8) + [0x35, 0xAF, 0x06, 0x1E]
    let end: [UInt8] = [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    return signature + [0, 0, 0, 13] + header + checksum + data + end
  }

  /// A directory of five tags and nothing else.
  private static func tiff(_ side: Int) throws -> [UInt8] {
    let tags = [(256, side), (257, side), (258, 8), (262, 1), (273, 8), (279, 1)]
    func digits(_ number: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    let entries = tags.flatMap { digits($0.0, 2) + digits(4, 2) + digits(1, 4) + digits($0.1, 4) }
    return [0x49, 0x49, 42, 0, 8, 0, 0, 0] + digits(tags.count, 2) + entries + [0, 0, 0, 0]
  }

  @Test("Pages of a stack that differ are an error that names the page")
  func differingPages() throws {
    let folder = try TemporaryFolder()
    var bytes = try fixtureBytes("encodings/pyramid.tif")
    // Without their tag, smaller copies are pages like any other.
    for place in 0..<bytes.count - 12
    where bytes[place] == 254 && bytes[place + 1] == 0 && bytes[place + 8] == 1 {
      bytes[place + 8] = 0
    }
    let path = try folder.write(bytes, to: "stack.tif")
    #expect(
      problems(folder) { _ = try ImageFile.header(of: FilePage(path)) } == """
        stack.tif: page 1 has 4x3 pixels of 3 channels, but page 0 has 7x5 of 3 channels
        = a stack's pages are alike; save pictures that differ as files of their own
        """)
  }
}
