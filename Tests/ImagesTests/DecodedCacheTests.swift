import Images
import Synchronization
import Testing

@Suite("A dataset is checked and decoded before training")
struct DecodedCacheTests {
  private let map = ClassMap(classes: [("background", [.grey(0)]), ("cell", [.grey(1)])])

  private func sample(_ folder: TemporaryFolder, _ id: String, _ image: PixelImage, _ mask: PixelImage) throws
    -> Sample
  {
    Sample(
      id: id, imagePath: try folder.write(image.encodedPNG(), to: "images/\(id).png"),
      maskPath: try folder.write(mask.encodedPNG(), to: "masks/\(id).png"))
  }

  @Test("A loaded sample has image, mask and the hashes of its files")
  func load() throws {
    let folder = try TemporaryFolder()
    let sample = try sample(folder, "1", grey([[10, 20], [30, 40]]), grey([[0, 1], [1, 0]]))
    let cache = DecodedCache(SampleReader(classes: map))
    let progress = Mutex<[Int]>([])
    try cache.load([sample], threads: 2) { done in progress.withLock { $0.append(done) } }
    let decoded = try cache.sample(sample)
    #expect(decoded.image.storage == .uint8([10, 20, 30, 40]))
    #expect(decoded.mask.indices == [0, 1, 1, 0])
    #expect(decoded.fullMask == decoded.mask)
    #expect(progress.withLock(\.self) == [1])
    let again = try folder.write(grey([[10, 20], [30, 40]]).encodedPNG(), to: "copy.png")
    let copy = Sample(id: "copy", imagePath: again, maskPath: sample.maskName)
    #expect(try cache.sample(copy).imageHash == decoded.imageHash)
    #expect(decoded.imageHash != decoded.maskHash)
  }

  @Test("Resizing keeps the mask of full size beside the small one")
  func resizing() throws {
    let folder = try TemporaryFolder()
    let rows = [[UInt8]](repeating: [0, 0, 1, 1], count: 4)
    let sample = try sample(folder, "1", grey(rows), grey(rows))
    let decoded = try DecodedCache(SampleReader(classes: map, resize: size(2, 2))).sample(sample)
    #expect(decoded.image.size == size(2, 2))
    #expect(decoded.mask.indices == [0, 1, 0, 1])
    #expect(decoded.fullMask.size == size(4, 4))
  }

  @Test("A sample is decoded once, whatever happens to its files later")
  func once() throws {
    let folder = try TemporaryFolder()
    let sample = try sample(folder, "1", grey([[10]]), grey([[0]]))
    let cache = DecodedCache(SampleReader(classes: map))
    try cache.load([sample], threads: 1)
    try folder.write([], to: "images/1.png")
    #expect(try cache.sample(sample).image.storage == .uint8([10]))
  }

  @Test("Loading lists the problems of all files, in the order of the samples", arguments: [1, 4])
  func loadErrors(_ threads: Int) throws {
    let folder = try TemporaryFolder()
    let good = try sample(folder, "1", grey([[1, 2]]), grey([[0, 1]]))
    let value = try sample(folder, "2", grey([[1, 2]]), grey([[0, 2]]))
    let size = try sample(folder, "3", grey([[1, 2]]), grey([[0], [1]]))
    let broken = try sample(folder, "4", grey([[1, 2]]), grey([[0, 1]]))
    try folder.write([], to: "images/4.png")
    try folder.write([1, 2, 3], to: "masks/4.png")
    #expect(
      problems(folder) {
        try DecodedCache(SampleReader(classes: map)).load([good, value, size, broken], threads: threads)
      }
        == """
        masks/2.png: the pixel at x 1, y 0 has the value 2, which no class covers
        = legal values: 0 (background), 1 (cell)
        = values in this file: 0 (50 %), 2 (50 %)
        = if they stand for your classes in this order, write  classes: {background: 0, cell: 2}
        image 'images/3.png' has 2x1 pixels, but its mask 'masks/3.png' has 1x2
        = the mask is turned by a quarter against its image; the image may have an EXIF orientation
        images/4.png: the file is empty
        masks/4.png: is not an image
        = PNG, JPEG, TIFF, BMP, GIF, WebP, PNM and .npy are read; convert other files to PNG
        """)
  }

  @Test("A float image with a missing value is an error")
  func notANumber() throws {
    let folder = try TemporaryFolder()
    // The fixture's values start behind its tags, 4 bytes each: the last one becomes NaN.
    let bytes = try fixtureBytes("float.tif").dropLast(4) + [0, 0, 0xC0, 0x7F]
    let mask = try grey([[UInt8]](repeating: [0, 0, 0, 0, 0], count: 4)).encodedPNG()
    let sample = Sample(
      id: "1", imagePath: try folder.write(bytes, to: "1.tif"), maskPath: try folder.write(mask, to: "1.png"))
    #expect(
      problems(folder) { _ = try DecodedCache(SampleReader(classes: map)).sample(sample) } == """
        1.tif: the pixel at x 4, y 3 has the value nan
        = images hold finite numbers; replace missing values before training
        """)
  }

  @Test("A scan of the headers finds sizes, and all that doesn't fit")
  func scan() throws {
    let folder = try TemporaryFolder()
    let good = try sample(folder, "1", grey([[1, 2]]), grey([[0, 1]]))
    let other = try sample(folder, "2", grey([[1, 2, 3]]), grey([[0, 1, 1]]))
    let scan = try DatasetScan([good, other], threads: 2)
    #expect(scan.sizes == [size(2, 1), size(3, 1)])
    #expect(scan.channels == 1)

    let color = try #require(PixelImage(size: size(2, 1), channels: 3, storage: .uint8([1, 2, 3, 4, 5, 6])))
    let odd = try sample(folder, "3", color, grey([[0, 1]]))
    let mismatch = try sample(folder, "4", grey([[1, 2]]), grey([[0, 1, 1]]))
    #expect(
      problems(folder) { _ = try DatasetScan([good, other, odd, mismatch], threads: 2) } == """
        image 'images/4.png' has 2x1 pixels, but its mask 'masks/4.png' has 3x1
        image 'images/3.png' has 3 channels, but most images have 1
        = write channels: grey or channels: rgb, which make all alike
        """)
    #expect(try DatasetScan([good, other, odd], channels: .grey, threads: 2).channels == 1)
    #expect(try DatasetScan([good, other, odd], channels: .rgb, threads: 2).channels == 3)
    #expect(
      problems(folder) { _ = try DatasetScan([good, odd], channels: .bands([0, 2]), threads: 2) } == """
        images/1.png: has 1 band, number 0, and no band 2
        = change 'channels'
        """)
  }

  @Test("A scan tells how many bytes decoded values take")
  func bytesPerValue() throws {
    let folder = try TemporaryFolder()
    let masks = try sample(folder, "1", grey([[1, 2]]), grey([[0, 1]])).masks
    let files = ["none8.tif", "u2.npy", "f8.tif"].map { fixture("encodings/\($0)") }
    let bytes = try files.map { try ImageFile.header(of: FilePage($0)).bytesPerValue }
    #expect(bytes == [1, 2, 4])
    let wide = PixelImage(size: size(2, 1), channels: 1, storage: .uint16([7, 8]))
    let deep = try folder.write(try #require(wide).encodedPNG(), to: "deep.png")
    let samples = [Sample(id: "deep", image: FilePage(deep), masks: masks)]
    #expect(try DatasetScan(samples, threads: 1).bytesPerValue == [2])
  }

  @Test("Statistics are those of all pixels, and the same bits for any number of threads")
  func statistics() throws {
    let folder = try TemporaryFolder()
    let samples = try (0..<9).map { number in
      let cells = SyntheticCells(size: size(32, 32), seed: 4, number: number)
      return try sample(
        folder, "\(number)", cells.image,
        grey([[UInt8]](repeating: [UInt8](repeating: 0, count: 32), count: 32)))
    }
    let cache = DecodedCache(SampleReader(classes: map))
    let images = try samples.map { try cache.image(of: $0) }
    #expect(ChannelStatistics(of: images, threads: 1) == ChannelStatistics(of: images, threads: 4))
    #expect(try cache.statistics(of: samples) == ChannelStatistics(of: images, threads: 1))

    let small = try grey([[0, 51], [102, 255]])
    let statistics = ChannelStatistics(of: [small], threads: 1)
    #expect(abs(statistics.mean[0] - 0.4) < 1e-12)
    // (0.16 + 0.04 + 0 + 0.36) / 4 = 0.14
    #expect(abs(statistics.standardDeviation[0] - 0.14.squareRoot()) < 1e-12)
    let both = ChannelStatistics(of: [small, small, small], threads: 2)
    #expect(abs(both.standardDeviation[0] - 0.14.squareRoot()) < 1e-12)
  }

  @Test("Images whose channels differ in number have no statistics in common")
  func channelsDiffer() throws {
    let folder = try TemporaryFolder()
    let color = try #require(PixelImage(size: size(2, 1), channels: 3, storage: .uint8([1, 2, 3, 4, 5, 6])))
    let samples = try [
      sample(folder, "1", grey([[1, 2]]), grey([[0, 1]])), sample(folder, "2", color, grey([[0, 1]])),
    ]
    #expect(
      problems(folder) { _ = try DecodedCache(SampleReader(classes: map)).statistics(of: samples) }
        == "images/2.png: has another number of channels than the images before it")
  }
}
