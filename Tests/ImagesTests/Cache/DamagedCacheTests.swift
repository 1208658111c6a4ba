import Foundation
import Testing

@testable import Images

@Suite("Damaged files of decoded samples")
struct DamagedCacheTests {
  private func expectFresh(_ data: CachedDataset, _ what: String, _ damage: (Data) -> Data) throws {
    let file = try #require(data.files.first)
    let good = try Data(contentsOf: URL(fileURLWithPath: file))
    try damage(good).write(to: URL(fileURLWithPath: file))
    let cache = try data.loaded()
    for sample in data.samples {
      #expect(try WholeSample(cache.sample(sample)) == WholeSample(data.reader.read(sample)), "\(what)")
    }
    #expect(cache.decodedCount == 1, "\(what)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == good, "\(what): it is stored again")
    #expect(
      cache.folder?.bytes == CacheContents(in: data.cacheFolder).decoded.map(\.bytes).reduce(0, +), "\(what)")
  }

  @Test("lead to a fresh decode: a changed byte of the head, of what is known, and of the pixels")
  func flips() throws {
    let data = try CachedDataset(resize: size(4, 3))
    _ = try data.loaded()
    let count = try Data(contentsOf: URL(fileURLWithPath: try #require(data.files.first))).count
    let places = Array(0..<40) + stride(from: 40, to: count - 60, by: 61) + (count - 60..<count)
    for place in places {
      try expectFresh(data, "byte \(place) of \(count)") { bytes in
        var bytes = bytes
        bytes[place] ^= UInt8(1 << (place % 8))
        return bytes
      }
    }
  }

  @Test("lead to a fresh decode: cut off at each tenth, empty, with more behind, or another sample's")
  func lengths() throws {
    let data = try CachedDataset()
    _ = try data.loaded()
    for tenth in 0..<10 {
      try expectFresh(data, "\(tenth) tenths") { $0.prefix($0.count * tenth / 10) }
    }
    try expectFresh(data, "one byte less") { $0.dropLast() }
    try expectFresh(data, "one byte more") { $0 + [0] }
    let other = try Data(contentsOf: URL(fileURLWithPath: data.files[1]))
    try expectFresh(data, "another sample's") { _ in other }
    try expectFresh(data, "the largest numbers") { bytes in
      bytes.prefix(8) + Data(repeating: 0xFF, count: 32) + bytes.dropFirst(40)
    }
  }

  @Test("are noticed in the middle of a run, and so is that they are gone")
  func midway() throws {
    let data = try CachedDataset()
    let cache = try data.loaded()
    let all = PixelRectangle(whole: size(7, 5))
    let file = try #require(data.files.first)
    let good = try Data(contentsOf: URL(fileURLWithPath: file))
    func expectEqual(_ decoded: Int) throws {
      for sample in data.samples {
        #expect(try cache.window(of: sample, all).image == data.reader.read(sample).image)
      }
      #expect(cache.decodedCount == decoded)
    }
    try expectEqual(4)
    #expect(truncate(file, off_t(good.count - 3)) == 0)
    try expectEqual(5)
    try FileManager.default.removeItem(atPath: file)
    try expectEqual(6)
    try FileManager.default.removeItem(atPath: data.cacheFolder)
    try expectEqual(10)
    #expect(data.files.count == 4)
  }

  @Test("whose originals have changed since end the run, with the file's name")
  func changedOriginal() throws {
    let data = try CachedDataset()
    let cache = try data.loaded()
    for (kind, name) in [("images", "grey.pgm"), ("masks", "deep.pgm")] {
      let path = "\(data.folder.path)/\(kind)/\(name)"
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[30] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    // What is stored is what the run began with.
    #expect(problems { for sample in data.samples { _ = try cache.sample(sample) } } == "no error")
    try FileManager.default.removeItem(atPath: data.cacheFolder)
    let note = "\n= leave the data alone while a run reads it"
    #expect(
      problems(data.folder) { _ = try cache.sample(data.samples[0]) }
        == "images/grey.pgm: has changed since it was first read" + note)
    #expect(
      problems(data.folder) { _ = try cache.image(of: data.samples[1]) }
        == "masks/deep.pgm: has changed since it was first read" + note)
  }

  @Test("The sum tells every change of a bit or of the length, and pairs of the highest bits")
  func sums() {
    var bytes = (0..<100).map { UInt8(truncatingIfNeeded: 37 * $0) }
    let sum = bytes.withUnsafeBytes(MixingSum.of)
    var sums: Set<UInt64> = [sum]
    for place in 0..<800 {
      bytes[place / 8] ^= 1 << (place % 8)
      #expect(sums.insert(bytes.withUnsafeBytes(MixingSum.of)).inserted)
      bytes[place / 8] ^= 1 << (place % 8)
    }
    bytes[7] ^= 0x80
    bytes[39] ^= 0x80
    #expect(sums.insert(bytes.withUnsafeBytes(MixingSum.of)).inserted)
    for count in 0..<100 {
      #expect(sums.insert(Array(bytes[..<count]).withUnsafeBytes(MixingSum.of)).inserted)
    }
    var pieces = MixingSum()
    bytes[..<64].withUnsafeBytes { pieces.add($0) }
    bytes[64...].withUnsafeBytes { pieces.add($0) }
    #expect(pieces.value == bytes.withUnsafeBytes(MixingSum.of))
  }
}
