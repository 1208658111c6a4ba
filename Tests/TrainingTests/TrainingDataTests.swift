import Experiment
import Images
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("Batches of images of different sizes")
struct TrainingDataTests {
  private static let sizes = [(40, 30), (20, 50), (64, 64), (7, 5), (33, 41), (24, 24)].map {
    ImageSize(width: $0.0, height: $0.1)
  }

  /// Class 1 is a hundredth of each picture, class 2 a single pixel of the third.
  private func folder() throws -> PictureFolder {
    try PictureFolder(Self.sizes) { number, x, y in
      if number == 2, x == 60, y == 3 { return 2 }
      return (x + 3 * y) % 100 == 0 ? 1 : 0
    }
  }

  private func batches(_ config: ExperimentConfig, epoch: Int, workers: Int) throws -> [WindowBatch] {
    let data = try TrainingData(config)
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
    let loader = BatchLoader(data, plan: plan, from: 0, workers: workers)
    defer { loader.stop() }
    return try (0..<plan.batchCount).map { _ in try loader.next() }
  }

  private func values(_ batch: WindowBatch) throws -> (images: [Float], masks: [Int]) {
    let batch = try batch.sampled(on: .cpu, normalized: false)
    return (try batch.images.laidOut(.contiguous).elements(), try batch.masks.elements())
  }

  @Test("All samples of whole images have the size of the largest, and count as many pixels as the image has")
  func wholeImages() throws {
    let folder = try folder()
    defer { folder.remove() }
    let config = try folder.config("training.batch_size=5", "loss.ce=1")
    let batches = try batches(config, epoch: 0, workers: 0)
    #expect(batches.map(\.cropSize) == [ImageSize(width: 64, height: 64)])
    let masks = try values(batches[0]).masks
    for (number, element) in batches[0].elements.enumerated() {
      let counting = masks[number * 4096..<(number + 1) * 4096].count { $0 != 255 }
      #expect(counting == element.imageSize.area)
    }
  }

  @Test("What is drawn depends on the seed, the epoch and the position alone, not on the number of workers")
  func workers() throws {
    let folder = try folder()
    defer { folder.remove() }
    let config = try folder.config(
      "data.crop=24", "data.oversample_foreground=0.5", "data.samples_per_epoch=50", "training.batch_size=3",
      "augmentation={preset: standard, quarter_turns: 0.5}")
    let alone = try batches(config, epoch: 4, workers: 0).map(values)
    #expect(alone.count == 17)
    for workers in [1, 3] {
      let loaded = try batches(config, epoch: 4, workers: workers).map(values)
      #expect(loaded.map(\.images) == alone.map(\.images) && loaded.map(\.masks) == alone.map(\.masks))
    }
    #expect(try batches(config, epoch: 5, workers: 0).map(values).map(\.masks) != alone.map(\.masks))
    let short = try folder.config(
      "data.crop=24", "data.oversample_foreground=0.5", "data.samples_per_epoch=50", "training.batch_size=3",
      "augmentation={preset: standard, quarter_turns: 0.5}", "training.limit_batches=4")
    #expect(
      try batches(short, epoch: 4, workers: 1).map(values).map(\.images) == alone.prefix(4).map(\.images))
  }

  @Test("Without oversampling nothing is drawn otherwise than before there was any")
  func unchanged() throws {
    let folder = try folder()
    defer { folder.remove() }
    let draws = try [0, 0.2].map { share in
      let config = try folder.config(
        "data.crop=24", "data.samples_per_epoch=40", "data.oversample_foreground=\(share)")
      return try batches(config, epoch: 0, workers: 0).flatMap(\.elements).map(\.draw)
    }
    let moved = zip(draws[0], draws[1]).count(where: !=)
    #expect((1...20).contains(moved), "only those that are chosen move: \(moved)")
  }

  @Test("Oversampling raises the share of samples with foreground to what was asked for, each class alike")
  func oversampling() throws {
    // Class 1 is one pixel in a hundred, in a block; class 2 a single pixel.
    let size = ImageSize(width: 120, height: 100)
    let folder = try PictureFolder([size, size]) { _, x, y in
      if x == 100, y == 90 { return 2 }
      return x < 12 && y < 10 ? 1 : 0
    }
    defer { folder.remove() }
    func shares(_ oversampling: Double) throws -> [Double] {
      let config = try folder.config(
        "data.crop=8", "data.samples_per_epoch=900", "data.oversample_foreground=\(oversampling)")
      let masks = try batches(config, epoch: 0, workers: 0).flatMap(\.elements).map(\.mask)
      return [1, 2].map { index in Double(masks.count { $0.indices.contains(index) }) / Double(masks.count) }
    }
    // Of the 113 · 93 places of a crop, 12 · 10 show class 1 and 8 · 8 class 2.
    let (first, second) = (120 / 10509.0, 64 / 10509.0)
    for share in [0, 0.33, 1] {
      let found = try shares(share)
      for (found, random) in zip(found, [first, second]) {
        let expected = share / 2 + (1 - share) * random
        let deviation = (expected * (1 - expected) / 900).squareRoot()
        #expect(abs(found - expected) <= 4 * deviation, "\(found), not \(expected)")
      }
    }
  }

  @Test(
    "With valid padding, foreground stands in the middle of what comes out, and what comes out lies in the image"
  )
  func validForeground() throws {
    let folder = try PictureFolder(Array(repeating: ImageSize(width: 60, height: 60), count: 3)) { _, x, y in
      x == 40 && y == 30 ? 2 : 0
    }
    defer { folder.remove() }
    let config = try folder.config(
      "data.crop=44", "data.samples_per_epoch=20", "data.oversample_foreground=1",
      "model={depth: 2, width: 2, padding: valid, norm: none}")
    let batches = try batches(config, epoch: 0, workers: 0)
    for batch in batches {
      let masks = try batch.sampled(on: .cpu).masks
      #expect(try masks.isEqual(to: 255).any().scalar() == 0)
      let place = try masks.narrowed(1, 22..<23).narrowed(2, 22..<23).isEqual(to: 2)
      #expect(try place.all().scalar() == 1)
    }
  }

  @Test("Padding doesn't count in the loss, though the config ignores nothing")
  func loss() throws {
    let folder = try folder()
    defer { folder.remove() }
    let config = try folder.config()
    let data = try TrainingData(config)
    let target = try Tensor([1, 0, 255, 255], shape: [1, 2, 2])
    let logits = try Tensor((0..<12).map { Float($0) / 3 }, shape: [1, 3, 2, 2])
    let loss = try TrainingLoss(config, data)
    let counted = try #require(try loss(logits, target)).total.scalar()
    let visible = try #require(
      try loss(logits.narrowed(2, 0..<1).laidOut(.contiguous), target.narrowed(1, 0..<1))
    ).total.scalar()
    #expect(abs(counted - visible) < 1e-6)
    #expect(try loss(logits, Tensor([255, 255, 255, 255], shape: [1, 2, 2])) == nil)
  }
}
