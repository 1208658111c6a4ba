import Foundation
import Testing

@testable import Images

@Suite("Decoded samples on disk")
struct DecodedFolderTests {
  @Test("are not decoded again, and are the same to the bit", arguments: [nil, size(4, 3), size(9, 11)])
  func second(resize: ImageSize?) throws {
    let data = try CachedDataset(resize: resize)
    let first = try data.loaded()
    #expect(first.decodedCount == 4)
    let second = try data.loaded()
    for sample in data.samples {
      let fresh = WholeSample(try data.reader.read(sample))
      #expect(try WholeSample(first.sample(sample)) == fresh)
      #expect(try WholeSample(second.sample(sample)) == fresh)
      #expect(try second.image(of: sample) == fresh.image)
      #expect(try second.mask(of: sample) == fresh.mask)
      #expect(try second.fullMask(of: sample) == fresh.fullMask)
      #expect(try second.summary(of: sample) == first.summary(of: sample))
      #expect(
        try second.summary(of: sample)
          == SampleSummary(of: data.reader.read(sample), classes: data.reader.classes.indexCount))
    }
    #expect((first.decodedCount, second.decodedCount) == (4, 0))
    #expect((first.bytesInMemory, second.bytesInMemory) == (0, 0))
    #expect(data.files.count == 4)
    #expect(CacheContents(in: data.cacheFolder).decoded.map(\.bytes).reduce(0, +) == data.folder().bytes)
  }

  @Test("keep nothing of their pixels in memory")
  func memory() throws {
    let folder = try TemporaryFolder()
    let header = Array("P5 128 128 255\n".utf8)
    let mask = try folder.write(header + [UInt8](repeating: 1, count: 1 << 14), to: "mask.pgm")
    let samples = try (0..<40).map { number in
      let image = header + [UInt8](repeating: UInt8(number), count: 1 << 14)
      return Sample(
        id: "\(number)", imagePath: try folder.write(image, to: "\(number).pgm"), maskPath: mask)
    }
    let cache = DecodedCache(
      SampleReader(classes: CachedDataset.classes),
      in: DecodedFolder(in: folder.path + "/cache", mostBytes: 1 << 30))
    try cache.load(samples, threads: 2)
    #expect(cache.bytesInMemory == 0)
    #expect(try cache.maskRow(127, of: samples[0]) == [UInt8](repeating: 1, count: 128))
    try FileManager.default.removeItem(atPath: folder.path + "/cache")
    try FileManager.default.removeItem(atPath: mask)
    for sample in samples {
      #expect(problems(folder) { _ = try cache.image(of: sample) } == "mask.pgm: no such file")
    }
    // What is small is still known.
    #expect(try cache.summary(of: samples[7]).facts.intensities.map(\.mean) == [7])
  }

  @Test("are read in windows, whatever their columns and rows", arguments: [nil, size(6000, 9)])
  func windows(resize: ImageSize?) throws {
    let data = try CachedDataset(resize: resize)
    let cache = try data.loaded()
    for sample in data.samples {
      let whole = try data.reader.read(sample)
      let (width, height) = (whole.image.width, whole.image.height)
      for columns in [0..<1, 0..<width, 2..<5, width - 1..<width, 3..<width] {
        for rows in [0..<1, 0..<height, 1..<4, height - 1..<height] {
          let part = PixelRectangle(columns: columns, rows: rows)
          let window = try cache.window(of: sample, part)
          #expect(window.image == whole.image.cropped(to: part))
          #expect(window.mask == whole.mask.cropped(to: part))
        }
      }
      #expect(try cache.maskRow(2, of: sample) == Array(whole.mask.indices[2 * width..<3 * width]))
    }
    #expect(cache.decodedCount == 4)
  }

  @Test("are decoded again where a byte of a file changed, whatever its size and time")
  func changes() throws {
    let data = try CachedDataset()
    _ = try data.loaded()
    let path = data.samples[1].image.path
    let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[20] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.modificationDate: try #require(time)], ofItemAtPath: path)
    let cache = try data.loaded()
    #expect(cache.decodedCount == 1)
    #expect(try WholeSample(cache.sample(data.samples[1])) == WholeSample(data.reader.read(data.samples[1])))
    let moved = data.folder.path + "/images/moved.pgm"
    try FileManager.default.moveItem(atPath: path, toPath: moved)
    let again = data.cache()
    let mask = data.samples[1].maskName
    try again.load([Sample(id: "x", imagePath: moved, maskPath: mask)], threads: 1)
    #expect(again.decodedCount == 0, "the name is not the content")
  }

  @Test("are known by every setting of the reader")
  func settings() throws {
    let data = try CachedDataset()
    var readers = [data.reader]
    readers.append(SampleReader(classes: data.reader.classes, channels: .grey))
    readers.append(SampleReader(classes: data.reader.classes, channels: .bands([0])))
    readers.append(SampleReader(classes: data.reader.classes, resize: size(3, 3)))
    let (a, b): (MaskValue, MaskValue) = (.grey(0), .grey(1))
    readers.append(SampleReader(classes: ClassMap(classes: [("a", [b]), ("b", [a])], ignore: [.grey(9)])))
    readers.append(SampleReader(classes: ClassMap(classes: [("a", [a]), ("b", [b, .grey(9)])])))
    readers.append(SampleReader(classes: ClassMap(classes: [("a", [b])], background: [a, .grey(9)])))
    readers.append(SampleReader(classes: ClassMap(classes: [("a", [b])], background: [a, .rest])))
    var masks = data.reader.masks
    masks.tolerance = 1
    readers.append(SampleReader(masks: masks))
    masks.tolerance = 0
    masks.threshold = 0.5
    readers.append(SampleReader(masks: masks))
    masks.threshold = nil
    masks.indexedFiles = .index
    readers.append(SampleReader(masks: masks))
    masks.indexedFiles = .automatic
    masks.unitesFiles = true
    readers.append(SampleReader(masks: masks))
    #expect(Set(readers.map(\.settings)).count == readers.count)
    #expect(Set(readers.compactMap { SampleKeys($0).key(of: data.samples[0]) }).count == readers.count)
    #expect(readers[0].settings == SampleReader(masks: data.reader.masks).settings)
  }

  @Test("of a stack are told apart by page, and the stack is hashed once")
  func stack() throws {
    let data = try CachedDataset()
    let path = data.samples[0].image.path
    let pages = (0..<3).map {
      Sample(id: "\($0)", image: FilePage(path, page: $0), masks: data.samples[0].masks)
    }
    let keys = SampleKeys(data.reader)
    keys.look(at: pages, threads: 2)
    try FileManager.default.removeItem(atPath: path)
    #expect(Set(pages.compactMap(keys.key)).count == 3)
  }

  @Test("that are found by two caches at once end the same")
  func twoAtOnce() throws {
    let data = try CachedDataset()
    let caches = [data.cache(), data.cache()]
    let samples = data.samples
    let failures = Parallel.map(8, threads: 4) { number in
      (try? caches[number % 2].load(samples, threads: 2)) == nil
    }
    #expect(!failures.contains(true))
    #expect(data.files.map { ($0 as NSString).pathExtension } == Array(repeating: "pixels", count: 4))
    #expect(try data.loaded().decodedCount == 0)
  }
}
