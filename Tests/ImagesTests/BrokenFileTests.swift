import Foundation
import Images
import Testing

@Suite("A broken file is an error that names it, never a crash")
struct BrokenFileTests {
  private let readable = "PNG, JPEG, TIFF, BMP, GIF, WebP, PNM and .npy are read; convert other files to PNG"

  @Test(
    "A truncated file is an error wherever it ends",
    arguments: ["grey8.png", "grey16.png", "palette4.png", "noise.png", "grey.jpg", "grey16.tif", "rgb.webp"])
  func truncation(_ name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try fixtureBytes(name)
    for length in stride(from: 1, to: bytes.count, by: max(1, bytes.count / 40)) {
      let path = try folder.write(bytes.prefix(length), to: "cut")
      let problem = problems(folder) { _ = try ImageFile.read(FilePage(path)) }
      #expect(problem.hasPrefix("cut: "), "after \(length) of \(bytes.count) bytes")
    }
  }

  @Test("A flipped byte of a PNG's pixels is an error")
  func corruption() throws {
    let folder = try TemporaryFolder()
    var bytes = try fixtureBytes("noise.png")
    bytes[bytes.count / 2] ^= 0x10
    let path = try folder.write(bytes, to: "7.png")
    #expect(problems(folder) { _ = try ImageFile.read(FilePage(path)) } == "7.png: the PNG file is corrupt")
  }

  @Test(
    "Truncation is said in plain words",
    arguments: [
      ("noise.png", "PNG", 140), ("noise.jpg", "JPEG", 900), ("grey16.tif", "TIFF", 190),
      ("grey.gif", "GIF", 100),
    ])
  func words(_ name: String, _ format: String, _ length: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(fixtureBytes(name).prefix(length), to: "images/7.png")
    let expected = "images/7.png: the \(format) file is truncated: it ends after \(length) bytes"
    #expect(problems(folder) { _ = try ImageFile.read(FilePage(path)) } == expected)
  }

  @Test("What is no image at all")
  func others() throws {
    let folder = try TemporaryFolder()
    try folder.write("Please read me".utf8, to: "text.png")
    try folder.write([], to: "empty.png")
    try folder.touch("a.png/b.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/link.png", withDestinationPath: "gone.png")
    let found = ["text.png", "empty.png", "a.png", "link.png", "missing.png", "text.png/7.png"].map { name in
      problems(folder) { _ = try ImageFile.read(FilePage(folder.path + "/" + name)) }
    }
    #expect(
      found.joined(separator: "\n") == """
        text.png: is not an image
        = PNG, JPEG, TIFF, BMP, GIF, WebP, PNM and .npy are read; convert other files to PNG
        empty.png: the file is empty
        a.png: is a folder, not an image file
        link.png: is a link to a file that does not exist
        missing.png: no such file
        text.png/7.png: no such file
        """)
  }

  @Test("Each page of a stack is an image of its own")
  func pages() throws {
    let stack = fixture("stack.tif")
    #expect(try ImageFile.header(of: FilePage(stack, page: 2)).pages == 3)
    let images = try (0..<3).map { try ImageFile.read(FilePage(stack, page: $0)) }
    #expect(Set(images).count == 3)
    #expect(
      problems { _ = try ImageFile.read(FilePage(stack, page: 3)) }.contains(
        "stack.tif (page 3): the file has 3 pages, numbers 0 to 2"))
  }

  @Test("Threads that fail at once each get their own reason")
  func parallelFailures() async throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("text".utf8, to: "text.png")
    let cut = try folder.write(fixtureBytes("noise.jpg").prefix(900), to: "cut.jpg")
    let good = fixture("noise.png")
    await withTaskGroup(of: String.self) { group in
      for number in 0..<60 {
        group.addTask { problems { _ = try ImageFile.read(FilePage([text, cut, good][number % 3])) } }
      }
      var counts: [String: Int] = [:]
      for await problem in group { counts[folder.anonymous(problem), default: 0] += 1 }
      #expect(
        counts == [
          "no error": 20, "cut.jpg: the JPEG file is truncated: it ends after 900 bytes": 20,
          "text.png: is not an image\n= \(readable)":
            20,
        ])
    }
  }
}
