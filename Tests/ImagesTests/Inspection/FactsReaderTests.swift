import Diagnostics
import Foundation
import Testing

@testable import Images

@Suite("Facts of samples that were found before")
struct FactsReaderTests {
  private let reader = SampleReader(classes: ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(1)])]))
  /// The same, under another name.
  private let other = SampleReader(classes: ClassMap(classes: [("a", [.grey(0)]), ("c", [.grey(1)])]))

  private func samples(_ folder: TemporaryFolder, _ count: Int) throws -> [Sample] {
    try (0..<count).map { number in
      // The simplest of formats, so that many files cost little.
      let header = Array("P5 2 2 255\n".utf8)
      return Sample(
        id: "\(number)",
        imagePath: try folder.write(header + [UInt8(number), 1, 2, 3], to: "images/\(number).pgm"),
        maskPath: try folder.write(header + [0, 1, 1, 0], to: "masks/\(number).pgm"))
    }
  }

  private func decodedCount(
    _ samples: [Sample], _ folder: TemporaryFolder, with other: SampleReader? = nil,
    expecting: [SampleFacts]? = nil
  ) throws -> Int {
    let reader = other ?? reader
    let cache = FactsCache(in: "\(folder.path)/cache", of: reader)
    let outcomes = FactsReader(reader, cache: cache).outcomes(of: samples[...], threads: 2)
    if let expecting { #expect(try outcomes.map { try $0.facts.get() } == expecting) }
    return outcomes.count { $0.isDecoded }
  }

  @Test("are not decoded again, and are the same")
  func second() throws {
    let folder = try TemporaryFolder()
    let samples = try samples(folder, 5)
    let facts = try FactsReader(reader, cache: nil).outcomes(of: samples[...], threads: 1).map {
      try $0.facts.get()
    }
    #expect(try decodedCount(samples, folder, expecting: facts) == 5)
    #expect(try decodedCount(samples, folder, expecting: facts) == 0)
    #expect(try decodedCount(samples, folder, with: other, expecting: facts) == 5)
  }

  @Test("are found again under another name, and not where a byte of image or mask changed")
  func keys() throws {
    let folder = try TemporaryFolder()
    let samples = try samples(folder, 3)
    _ = try decodedCount(samples, folder)
    try FileManager.default.moveItem(atPath: samples[0].image.path, toPath: folder.path + "/moved.pgm")
    let moved = Sample(
      id: "x", imagePath: folder.path + "/moved.pgm", maskPath: samples[0].masks[0].page.path)
    #expect(try decodedCount([moved], folder) == 0)
    try folder.write("P5 2 2 255\n".utf8 + [9, 9, 2, 3], to: "images/1.pgm")
    try folder.write("P5 2 2 255\n".utf8 + [1, 1, 1, 1], to: "masks/2.pgm")
    #expect(try decodedCount(Array(samples[1...]), folder) == 2)
    let labelled = Sample(
      id: "x", image: moved.image, masks: [MaskPart(moved.masks[0].page, label: "b")])
    #expect(try decodedCount([labelled], folder) == 1)
  }

  @Test("survive a line that was cut off, garbage, and two writers")
  func damage() throws {
    let folder = try TemporaryFolder()
    let samples = try samples(folder, 4)
    let (first, second) = (
      FactsCache(in: "\(folder.path)/cache", of: reader),
      FactsCache(in: "\(folder.path)/cache", of: reader)
    )
    _ = FactsReader(reader, cache: first).outcomes(of: samples[0..<2], threads: 1)
    _ = FactsReader(reader, cache: second).outcomes(of: samples[2..<4], threads: 1)
    #expect(try decodedCount(samples, folder) == 0)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: first.path))
    bytes = Data("\u{0}garbage\n0123456789abcdef {}\n".utf8) + bytes.dropLast(40)
    try bytes.write(to: URL(fileURLWithPath: first.path))
    #expect(try decodedCount(samples, folder) == 1)
    #expect(try decodedCount(samples, folder) == 0)
    let text = try #require(String(bytes: bytes, encoding: .utf8))
    try Data(text.replacing("\"channels\":1", with: "\"channels\":2").utf8)
      .write(to: URL(fileURLWithPath: first.path))
    #expect(try decodedCount(samples, folder) == 4, "a changed line doesn't fit its checksum")
  }

  @Test("are found anew where the folder cannot be made or the file cannot be opened")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let samples = try samples(folder, 2)
    try folder.write([1], to: "cache")
    #expect(try decodedCount(samples, folder) == 2)
    #expect(try decodedCount(samples, folder) == 2)
    let full = FactsCache(in: "/dev/full", of: reader)
    #expect(
      FactsReader(reader, cache: full).outcomes(of: samples[...], threads: 1).count { $0.isDecoded } == 2)
  }

  @Test("hold what is wrong with a sample's files, which is never kept")
  func problems() throws {
    let folder = try TemporaryFolder()
    let samples = try samples(folder, 2)
    try folder.write("text".utf8, to: "images/1.pgm")
    for _ in 0..<2 {
      let cache = FactsCache(in: "\(folder.path)/cache", of: reader)
      let outcomes = FactsReader(reader, cache: cache).outcomes(of: samples[...], threads: 2)
      guard case .failure(let error) = outcomes[1].facts else { Issue.record("no error"); return }
      #expect(error.description.contains("images/1.pgm"))
      #expect(outcomes[1].isDecoded)
    }
  }
}
