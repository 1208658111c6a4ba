import Diagnostics
import Experiment
import Foundation
import Images
import Testing
import Torch

@testable import Training

@Suite("Training from decoded images on disk")
struct CachedTrainingTests {
  private func batches(_ data: TrainingData, _ config: ExperimentConfig, epoch: Int) throws -> [[Float]] {
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
    return try (0..<plan.batchCount).map { number in
      let batch = try data.windows(plan, batch: number).sampled(on: .cpu)
      return try batch.images.laidOut(.contiguous).elements() + batch.masks.converted(to: .float32).elements()
    }
  }

  @Test(
    "gives the same to the bit as from memory, and decodes each image once, whatever is asked for",
    arguments: ["dataset", "image", "percentiles", "{name: percentiles, of: dataset}"])
  func same(normalization: String) throws {
    let sizes = [(40, 30), (50, 40), (64, 64), (24, 36), (33, 41)].map {
      ImageSize(width: $0.0, height: $0.1)
    }
    let folder = try PictureFolder(sizes) { number, x, y in x == 3 * number ? 2 : (x + y) % 9 == 0 ? 1 : 0 }
    defer { folder.remove() }
    let config = try folder.config(
      "data.crop=24", "data.oversample_foreground=0.5", "data.normalization=\(normalization)",
      "augmentation={preset: standard, quarter_turns: 0.5}", "data.samples_per_epoch=12")
    let settings = CacheSettings(folder: folder.url.path + "/cache")
    let plain = try TrainingData(config)
    for expected in [5, 0] {
      let data = try TrainingData(config, in: settings)
      #expect(data.fingerprint == plain.fingerprint)
      #expect(data.normalization == plain.normalization)
      for epoch in 0..<3 {
        #expect(try batches(data, config, epoch: epoch) == batches(plain, config, epoch: epoch))
      }
      #expect(try data.facts().entries.map(\.facts) == plain.facts().entries.map(\.facts))
      #expect(try data.classFrequencies == plain.classFrequencies)
      for sample in data.validation {
        #expect(
          try data.image(of: sample, on: .cpu).elements(as: Float.self)
            == plain.image(of: sample, on: .cpu).elements(as: Float.self))
        #expect(try data.fullMask(of: sample) == plain.fullMask(of: sample))
        #expect(try data.contentHash(of: sample) == plain.contentHash(of: sample))
      }
      #expect((data.cache.decodedCount, data.cache.bytesInMemory) == (expected, 0))
      #expect(settings.warning(data.cache) == nil)
    }
    #expect(CacheContents(in: folder.url.path + "/cache").decoded.count == 5)
  }

  @Test("is told of where it does not happen, with the reason and what it costs")
  func warnings() throws {
    let folder = try PictureFolder([ImageSize(width: 8, height: 8), ImageSize(width: 8, height: 8)]) {
      _, _, _ in 0
    }
    defer { folder.remove() }
    let config = try folder.config()
    func warning(_ settings: CacheSettings) throws -> String {
      try settings.warning(TrainingData(config, in: settings).cache)?.rendered ?? ""
    }
    let memory = Wording.bytes(Double(DecodedCache.usualBytesInMemory))
    let rest =
      "they stay in memory, up to \(memory), and beyond that are decoded each time that they are used"
    #expect(
      try warning(.none)
        == "warning: decoded images are not kept on disk: neither UNET_CACHE nor HOME names a folder; \(rest)"
    )
    let cache = folder.url.path + "/cache"
    #expect(
      try warning(CacheSettings(folder: cache, mostDecodedBytes: 0))
        == "warning: decoded images are not kept on disk: UNET_CACHE_SIZE is 0; \(rest)")
    #expect(
      try warning(CacheSettings(folder: cache, mostDecodedBytes: 9))
        == """
        warning: some decoded images are not kept on disk: together they are more than UNET_CACHE_SIZE allows, 9 bytes in \
        \(cache)/decoded; \(rest)
        """)
    #expect(
      try warning(CacheSettings(folder: "/dev/null/cache")).contains(
        "cannot make the folder /dev/null/cache/decoded"))
  }
}
