import Config
import Experiment
import Foundation
import Images
import Testing
import Torch

@testable import Training

/// Numbers that Scripts/fixtures_images/normalization.py made with NumPy.
private struct NumPyNumbers: Decodable {
  struct Image: Decodable {
    let type: String
    let channels: Int
    let values: [Double]
  }

  struct Case: Decodable {
    let images: String
    let normalization: String
    let outputs: [[Double]]
  }

  let height, width: Int
  let images: [String: [Image]]
  let cases: [Case]

  init() throws {
    let url = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/normalization.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }

  func images(named name: String) throws -> [PixelImage] {
    try #require(images[name]).map { image in
      let storage: PixelImage.Storage =
        switch image.type {
        case "uint8": .uint8(image.values.map { UInt8($0) })
        case "uint16": .uint16(image.values.map { UInt16($0) })
        default: .float(image.values.map { Float($0) })
        }
      let size = ImageSize(width: width, height: height)
      return try #require(PixelImage(size: size, channels: image.channels, storage: storage))
    }
  }
}

@Suite("Pixel values reach the network in a stated range")
struct NormalizationTests {
  private func config(_ normalization: String) throws -> NormalizationConfig {
    try tinyExperiment(["data.normalization=\(normalization)"]).data.normalization
  }

  /// The values `[H, W, C]` of an image, as the network gets them.
  private func values(_ image: PixelImage, _ scaling: ChannelScaling) throws -> [Float] {
    try ChannelScaling.apply([scaling], to: image.tensor(on: .cpu)).permuted([0, 2, 3, 1]).elements()
  }

  @Test("Every kind gives NumPy's numbers, for every type, any number of channels and constant ones")
  func numpy() throws {
    let numbers = try NumPyNumbers()
    #expect(numbers.cases.count == 50)
    for item in numbers.cases {
      let images = try numbers.images(named: item.images)
      for threads in [1, 3] {
        let record = try record(config(item.normalization), of: images, threads: threads)
        for (image, expected) in zip(images, item.outputs) {
          let found = try values(image, record.scaling(of: image))
          let differences = zip(found, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }
          #expect(found.count == expected.count)
          // Single precision, of values that the smallest deviation here makes a thousand times larger.
          let tolerance = item.images == "float of any range" ? 2e-4 : 1e-5
          #expect(differences.max() ?? 1 < tolerance, "\(item.normalization) of \(item.images)")
        }
      }
    }
  }

  @Test("Percentiles are NumPy's to six digits, also of a thousand values, and where they are negative")
  func percentiles() throws {
    // numpy.percentile(np.arange(-500, 500) ** 3 / 1e6, [0.5, 97.3]), and of np.arange(1000) % 256 in bytes
    let cubes = (-500..<500).map { Float(Double($0 * $0 * $0) / 1e6) }
    let size = ImageSize(width: 50, height: 20)
    let image = try #require(PixelImage(size: size, channels: 1, storage: .float(cubes)))
    let found = ChannelPercentiles(of: [image], low: 0.5, high: 97.3, threads: 1)
    #expect(abs(found.low[0] + 121.291_059_189) < 1e-6)
    #expect(abs(found.high[0] - 105.172_128_876) < 1e-6)
    let bytes = try #require(
      PixelImage(
        size: size, channels: 1, storage: .uint8((0..<1000).map { UInt8(truncatingIfNeeded: $0) })))
    let extremes = ChannelPercentiles(of: [bytes, bytes], low: 0, high: 100, threads: 2)
    #expect((extremes.low, extremes.high) == ([0], [1]))
  }

  @Test("No contrast is too small to stay finite", arguments: ["image", "dataset", "percentiles"])
  func faint(normalization: String) throws {
    let size = ImageSize(width: 50, height: 20)
    var values = [Float](repeating: 0, count: size.area)
    values[7] = .leastNonzeroMagnitude
    let image = try #require(PixelImage(size: size, channels: 1, storage: .float(values)))
    let record = try record(config(normalization), of: [image], threads: 1)
    #expect(try self.values(image, record.scaling(of: image)).allSatisfy(\.isFinite))
  }

  @Test("A record comes back from its JSON, and an old one without a name is the data set's")
  func json() throws {
    let records: [NormalizationRecord] = [
      .constants(.imagenet, mean: [0.5, 0.25, 0], std: [1, 2, 3]), .image,
      .percentiles(low: 1, high: 99, nil),
      .percentiles(low: 0.5, high: 99.5, .init(low: [0.125], high: [0.75])),
    ]
    for record in records {
      #expect(try JSONFormat.decode(NormalizationRecord.self, from: JSONFormat.encode(record)) == record)
    }
    #expect(
      try JSONFormat.decode(
        NormalizationRecord.self, from: Data(#"{"mean": [0.5], "std": [0.25]}"#.utf8))
        == .constants(.dataset, mean: [0.5], std: [0.25]))
    #expect(
      try ModelMetadata.text(records[3])
        == #"{"high":99.5,"high_values":[0.75],"low":0.5,"low_values":[0.125],"name":"percentiles","of":"dataset"}"#
    )
  }

  @Test("The line of a run says what is done to its values")
  func words() {
    let records: [NormalizationRecord] = [
      .constants(.dataset, mean: [0.49123, 0.5], std: [0.17, 1]), .constants(.none, mean: [0], std: [1]),
      .image, .percentiles(low: 1, high: 99.5, nil),
      .percentiles(low: 1, high: 99, .init(low: [0.0123], high: [0.456])),
    ]
    #expect(
      records.map(\.words) == [
        "dataset: mean 0.4912 0.5000, deviation 0.1700 1.0000", "none: 0 to 1",
        "image: each less its own mean, over its own deviation",
        "percentiles: 1 and 99.5 of each image become 0 and 1",
        "percentiles: 1 and 99 of the training images, 0.0123 and 0.4560, become 0 and 1",
      ])
  }

  @Test(
    "A crop is scaled by the numbers of its whole image, to the same bits as in validation",
    arguments: ["dataset", "image", "percentiles", "{name: percentiles, of: dataset}", "none"])
  func crops(normalization: String) throws {
    try inDataFolder { folder in
      let config = try tinyExperiment([
        "data.images=\(folder)/images", "data.masks=\(folder)/masks", "data.crop=16",
        "data.validation={fraction: 0.25}", "data.normalization=\(normalization)", "training.batch_size=3",
      ])
      let data = try TrainingData(config)
      let plan = EpochPlan(config, imageCount: data.training.count, epoch: 0)
      let windows = try data.windows(plan, batch: 0)
      let batch = try windows.sampled(on: .cpu)
      for (number, element) in windows.elements.enumerated() {
        let sample = try #require(data.training.first { $0.id == element.id })
        let (x, y) = element.origin
        let whole = try data.image(of: sample, on: .cpu)
        let part = try whole.narrowed(2, y..<y + 16).narrowed(3, x..<x + 16)
        let cropped: [Float] = try batch.images.narrowed(0, number..<number + 1).elements()
        #expect(try cropped == part.elements())
      }
      if normalization == "image" {
        for sample in data.validation {
          let image = try data.image(of: sample, on: .cpu)
          #expect(try abs(image.mean().scalar()) < 1e-5)
        }
      }
    }
  }

  @Test("ImageNet's numbers are for three channels")
  func imagenetOfGrey() throws {
    try inDataFolder { folder in
      let config = try tinyExperiment([
        "data.images=\(folder)/images", "data.masks=\(folder)/masks", "data.validation={fraction: 0.25}",
        "data.normalization=imagenet",
      ])
      let error = #expect(throws: (any Error).self) { _ = try DataPlan(config) }
      let text = "\(try #require(error))"
      #expect(
        text.contains("'data.normalization: imagenet' has numbers for 3 channels, and the images have 1"))
      #expect(
        text.contains(
          "let data.channels be rgb or a list of three, or choose data.normalization: dataset"))
    }
  }

  /// What a config makes of images.
  private func record(_ config: NormalizationConfig, of images: [PixelImage], threads: Int)
    -> NormalizationRecord
  {
    config.record(
      channels: images[0].channels, statistics: ChannelStatistics(of: images, threads: threads)
    ) { ChannelPercentiles(of: images, low: $0, high: $1, threads: threads) }
  }

  /// Four images of different brightness and their masks, in a folder of their own.
  private func inDataFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let size = ImageSize(width: 24, height: 20)
    for kind in ["images", "masks"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: kind), withIntermediateDirectories: true)
    }
    for number in 0..<4 {
      let values = (0..<size.area).map { UInt8($0 * 37 % 101 + 40 * number) }
      for (kind, values) in [("images", values), ("masks", values.map { $0 % 2 })] {
        let image = try #require(PixelImage(size: size, channels: 1, storage: .uint8(values)))
        try Data(image.encodedPNG()).write(to: folder.appending(path: "\(kind)/\(number).png"))
      }
    }
    try body(folder.path)
  }
}
