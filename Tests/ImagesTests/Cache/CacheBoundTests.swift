import Foundation
import Testing

@testable import Images

@Suite("The bounds of decoded samples, on disk and in memory")
struct CacheBoundTests {
  /// Says that a file was last used so many seconds after 2001.
  private func setUse(of file: String, to seconds: Int) {
    var info = stat()
    stat(file, &info)
    utimensat(AT_FDCWD, file, [timespec(tv_sec: 978_307_200 + seconds, tv_nsec: 0), info.st_mtim], 0)
  }

  private func key(_ data: CachedDataset, _ number: Int) throws -> String {
    try #require(SampleKeys(data.reader).key(of: data.samples[number]))
  }

  private func file(_ data: CachedDataset, _ number: Int) throws -> String {
    let key = try key(data, number)
    return "\(data.cacheFolder)/decoded/\(key.prefix(2))/\(key).pixels"
  }

  @Test("The least recently used files go first, never what the run uses, and no more than has to")
  func order() throws {
    let data = try CachedDataset()
    _ = try data.loaded()
    let bytes = data.folder().bytes
    for (number, use) in [3, 1, 4, 2].enumerated() { setUse(of: try file(data, number), to: use) }
    // The oldest of all is used again, which makes it the newest.
    let one = data.cache(mostBytes: bytes)
    try one.load([data.samples[1]], threads: 1)
    #expect(one.decodedCount == 0)
    func isThere() throws -> [Bool] {
      try (0..<4).map { FileManager.default.fileExists(atPath: try file(data, $0)) }
    }
    let other = DecodedCache(
      SampleReader(classes: data.reader.classes, channels: .grey), in: data.folder(mostBytes: bytes))
    try other.load([data.samples[0]], threads: 1)
    #expect(try isThere() == [true, true, true, false])
    try other.load([data.samples[1]], threads: 1)
    #expect(try isThere() == [false, true, true, false])
    #expect(data.folder().bytes <= bytes)
    #expect((other.bytesInMemory, other.folder?.refusal) == (0, nil))
    // A smaller bound makes room at the start.
    let small = data.cache(mostBytes: bytes / 2)
    try small.load([data.samples[1]], threads: 1)
    #expect(try isThere() == [false, true, false, false])
    #expect(data.folder().bytes <= bytes / 2)
  }

  @Test("A bound below what the run itself uses is kept, and told")
  func lowered() throws {
    let data = try CachedDataset()
    let bytes = try data.loaded().folder?.bytes ?? 0
    let cache = try data.loaded(mostBytes: bytes / 2)
    #expect(CacheContents(in: data.cacheFolder).decoded.map(\.bytes).reduce(0, +) <= bytes / 2)
    #expect(cache.folder?.refusal?.hasPrefix("together they are more than UNET_CACHE_SIZE allows") == true)
    for sample in data.samples {
      #expect(try WholeSample(cache.sample(sample)) == WholeSample(data.reader.read(sample)))
    }
  }

  @Test("What another process removes is stored again, and doesn't count twice")
  func removed() throws {
    let data = try CachedDataset()
    let bytes = try data.loaded().folder?.bytes ?? 0
    let cache = try data.loaded(mostBytes: bytes)
    for _ in 0..<3 {
      for file in CacheContents(in: data.cacheFolder).decoded { #expect(unlink(file.path) == 0) }
      for sample in data.samples { _ = try cache.sample(sample) }
      #expect((data.files.count, cache.folder?.bytes, cache.folder?.refusal) == (4, bytes, nil))
    }
  }

  @Test("What does not fit beside what the run uses stays in memory, or is decoded again")
  func tooMuch() throws {
    let data = try CachedDataset()
    _ = try data.loaded()
    let bytes = data.folder().bytes
    try FileManager.default.removeItem(atPath: data.cacheFolder)
    let cache = try data.loaded(mostBytes: bytes * 3 / 5)
    #expect(cache.decodedCount == 4)
    #expect((1...3).contains(data.files.count) && data.folder().bytes <= bytes * 3 / 5)
    #expect(cache.bytesInMemory > 0)
    #expect(
      cache.folder?.refusal
        == "together they are more than UNET_CACHE_SIZE allows, \(bytes * 3 / 5) bytes in \(data.cacheFolder)/decoded"
    )
    let kept = data.files
    for _ in 0..<2 {
      for sample in data.samples {
        #expect(try WholeSample(cache.sample(sample)) == WholeSample(data.reader.read(sample)))
      }
    }
    #expect((cache.decodedCount, data.files) == (4, kept))
    for file in CacheContents(in: data.cacheFolder).decoded { #expect(unlink(file.path) == 0) }
    let none = try data.loaded(mostBytes: 10, inMemory: 0)
    #expect(data.files.isEmpty && none.bytesInMemory == 0)
    #expect(try WholeSample(none.sample(data.samples[0])) == WholeSample(data.reader.read(data.samples[0])))
    #expect(none.decodedCount == 5)
  }

  @Test("A folder that cannot be written costs the disk, leaves nothing behind, and says why")
  func unwritable() throws {
    let data = try CachedDataset()
    try data.folder.write([1], to: "cache/decoded")
    let cache = try data.loaded()
    #expect(
      cache.folder?.refusal.map(data.folder.anonymous)?.hasPrefix("cannot make the folder cache/decoded/")
        == true)
    #expect(cache.folder?.refusal?.hasSuffix(": Not a directory") == true)
    #expect((cache.folder?.bytes, CacheContents(in: data.cacheFolder).decoded.count) == (0, 0))
    for sample in data.samples {
      #expect(try WholeSample(cache.sample(sample)) == WholeSample(data.reader.read(sample)))
    }
    #expect(cache.decodedCount == 4)
  }

  @Test("What killed processes left is swept up after an hour, and before it is left alone")
  func leftovers() throws {
    let data = try CachedDataset()
    _ = try data.loaded()
    let (old, young, foreign) = ("3f/x.pixels.1-2.part", "3f/y.pixels.1-2.part", "3f/z.part.txt")
    for name in [old, young, foreign] { try data.folder.write([1, 2], to: "cache/decoded/\(name)") }
    for name in [old, foreign] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -3700)],
        ofItemAtPath: "\(data.cacheFolder)/decoded/\(name)")
    }
    _ = data.folder()
    func isThere(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: "\(data.cacheFolder)/decoded/\(name)")
    }
    #expect([old, young, foreign].map(isThere) == [false, true, true])
    #expect(try data.loaded().decodedCount == 0)
  }

  @Test("Memory holds what was used last, up to its bound")
  func recent() {
    let store = RecentlyUsed<Int, String>(mostBytes: 30)
    for number in 0..<3 { store.insert("\(number)", for: number, bytes: 10) }
    #expect(store[0] == "0")
    store.insert("3", for: 3, bytes: 10)
    #expect([0, 1, 2, 3].map { store[$0] } == ["0", nil, "2", "3"])
    store.insert("4", for: 4, bytes: 31)
    #expect((store[4], store.bytes) == (nil, 30))
    store.insert("5", for: 5, bytes: 25)
    #expect((store[5], store.bytes, store[3]) == ("5", 25, nil))
    store.insert("six", for: 5, bytes: 30)
    #expect((store[5], store.bytes) == ("six", 30))
    for number in 0..<10000 {
      store.insert("\(number)", for: number % 7, bytes: 10)
      #expect(store[number % 7] == "\(number)" && store.bytes <= 30)
    }
  }

  @Test("Without a disk, samples beyond the bound of memory are decoded again, to the same bits")
  func memoryOnly() throws {
    let data = try CachedDataset()
    let cache = DecodedCache(data.reader, mostBytesInMemory: 150)
    try cache.load(data.samples, threads: 2)
    for _ in 0..<3 {
      for sample in data.samples {
        #expect(try WholeSample(cache.sample(sample)) == WholeSample(data.reader.read(sample)))
      }
      #expect(cache.bytesInMemory <= 150)
    }
    #expect(cache.decodedCount > 4)
    #expect(!FileManager.default.fileExists(atPath: data.cacheFolder))
  }

  @Test("Statistics are those of all pixels, from memory, disk or files, for any number of threads")
  func statistics() throws {
    let data = try CachedDataset()
    let samples = Array(data.samples[0..<3])
    let images = try samples.map { try data.reader.read($0).image }
    let caches = try [data.loaded(), data.loaded(), DecodedCache(data.reader, mostBytesInMemory: 0)]
    for cache in caches {
      #expect(try cache.statistics(of: samples) == ChannelStatistics(of: images, threads: 1))
      for threads in [1, 3] {
        #expect(
          try cache.percentiles(of: samples, low: 3.7, high: 98, threads: threads)
            == ChannelPercentiles(of: images, low: 3.7, high: 98, threads: 1))
      }
    }
    let color = [data.samples[3], data.samples[3]]
    let image = try data.reader.read(data.samples[3]).image
    #expect(
      try caches[0].percentiles(of: color, low: 10, high: 90, threads: 2)
        == ChannelPercentiles(of: [image, image], low: 10, high: 90, threads: 1))
    #expect(
      problems(data.folder) { _ = try caches[0].percentiles(of: data.samples, low: 1, high: 2, threads: 1) }
        == "images/color.ppm: has another number of channels than the images before it")
  }
}
