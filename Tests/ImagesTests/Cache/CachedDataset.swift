import Foundation
import Testing

@testable import Images

/// Samples of every kind of values in a folder of their own, and a cache beside them.
struct CachedDataset {
  let folder: TemporaryFolder
  let samples: [Sample]
  let reader: SampleReader

  var cacheFolder: String { folder.path + "/cache" }

  /// - Parameter resize: nil leaves the images as they are, of 7x5 pixels.
  init(resize: ImageSize? = nil) throws {
    folder = try TemporaryFolder()
    reader = SampleReader(classes: Self.classes, resize: resize)
    let values = (0..<35).map { Float($0) * 1.5 - 7 }
    let kinds: [(String, [UInt8])] = [
      ("grey.pgm", "P5 7 5 255\n".utf8 + (0..<35).map { UInt8(6 * $0) }),
      ("deep.pgm", "P5 7 5 65535\n".utf8 + (0..<70).map { UInt8(3 * $0) }),
      (
        "float.pfm", "Pf 7 5 -1\n".utf8 + values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
      ),
      ("color.ppm", "P6 7 5 255\n".utf8 + (0..<105).map { UInt8(2 * $0) }),
    ]
    let place = folder
    samples = try kinds.enumerated().map { number, kind in
      let mask = Array("P5 7 5 255\n".utf8) + (0..<35).map { $0 % 5 == number ? 1 : $0 == 7 ? 9 : 0 }
      return Sample(
        id: kind.0, imagePath: try place.write(kind.1, to: "images/\(kind.0)"),
        maskPath: try place.write(mask, to: "masks/\(kind.0)"))
    }
  }

  static let classes = ClassMap(classes: [("a", [.grey(0)]), ("b", [.grey(1)])], ignore: [.grey(9)])

  func folder(mostBytes: Int = 1 << 30) -> DecodedFolder {
    DecodedFolder(in: cacheFolder, mostBytes: mostBytes)
  }

  /// A cache as a new process has it.
  func cache(mostBytes: Int = 1 << 30, inMemory: Int = 1 << 30) -> DecodedCache {
    DecodedCache(reader, in: folder(mostBytes: mostBytes), mostBytesInMemory: inMemory)
  }

  /// A cache that has decoded all samples, or found them.
  func loaded(mostBytes: Int = 1 << 30, inMemory: Int = 1 << 30) throws -> DecodedCache {
    let cache = cache(mostBytes: mostBytes, inMemory: inMemory)
    try cache.load(samples, threads: 2)
    return cache
  }

  /// The files of the cache, sorted.
  var files: [String] {
    let all = FileManager.default.enumerator(atPath: cacheFolder)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.contains(".") }.map { "\(cacheFolder)/\($0)" }.sorted()
  }
}

/// All that a sample consists of, to be compared.
struct WholeSample: Equatable {
  let image: PixelImage
  let mask, fullMask: ClassMask
  let hashes: [String]
  let overlap: Int

  init(_ sample: DecodedSample) {
    (image, mask, fullMask) = (sample.image, sample.mask, sample.fullMask)
    hashes = [sample.imageHash, sample.maskHash]
    overlap = sample.maskOverlap
  }
}
