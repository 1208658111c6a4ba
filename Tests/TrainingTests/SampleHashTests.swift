import Experiment
import Images
import Testing
import Torch

@testable import Training

@Suite("A sample is a function of the seed, the epoch and its position, to the bit")
struct SampleHashTests {
  /// Colour images of several sizes, one of them smaller than the crop, with three classes.
  private func data(_ augmentation: Augmentation = .everything) throws -> TrainingData {
    let sizes = [(40, 30), (64, 64), (20, 50), (33, 41), (24, 24)].map {
      ImageSize(width: $0.0, height: $0.1)
    }
    let folder = try PictureFolder(sizes, channels: 3) { number, x, y in UInt8((x / 5 + y / 7 + number) % 3) }
    defer { folder.remove() }
    return try TrainingData(folder.config("data.crop=24")).varied(by: augmentation)
  }

  private func plan(_ data: TrainingData, seed: Int = 3, epoch: Int = 2, batchSize: Int = 4) throws
    -> EpochPlan
  {
    let config = try tinyExperiment([
      "data.samples_per_epoch=30", "training={seed: \(seed), batch_size: \(batchSize)}",
    ])
    return EpochPlan(config, imageCount: data.training.count, epoch: epoch)
  }

  /// The hash of each sample as the network and the loss see it, by batch.
  private func hashes(
    _ data: TrainingData, _ plan: EpochPlan, workers: Int = 0, from first: Int = 0
  ) throws -> [[String]] {
    let loader = BatchLoader(data, plan: plan, from: first, workers: workers)
    defer { loader.stop() }
    return try (first..<plan.batchCount).map { _ in
      let batch = try loader.next(on: .cpu)
      return try (0..<batch.count).map { try hash(ofSample: $0, in: batch) }
    }
  }

  private func hash(ofSample number: Int, in batch: Batch) throws -> String {
    let image: [Float] = try batch.images.selected(0, number).laidOut(.contiguous).elements()
    let masks = try [batch.masks, batch.other?.masks].compactMap(\.self).map {
      try $0.selected(0, number).elements(as: Int.self)
    }
    return ContentHash.of("\(image.map(\.bitPattern)) \(masks) \(batch.other?.share.bitPattern ?? 0)")
  }

  @Test("All that an augmentation has is switched on in these tests")
  func everything() {
    let parameters = AugmentationParameter.all(of: .everything)
    #expect(parameters.count >= 28)
    for parameter in parameters {
      #expect(parameter.probability == 0.5, "\(parameter.name) in Augmentation.everything")
      #expect(parameter.varies, "\(parameter.name) in Augmentation.everything")
    }
    #expect(AugmentationParameter.all(of: Augmentation()).allSatisfy { $0.probability == 0 })
  }

  @Test(
    "It is the same with any number of loader threads, from the start or the middle of an epoch, and again")
  func threads() throws {
    let data = try data()
    let plan = try plan(data)
    let alone = try hashes(data, plan)
    #expect(alone.map(\.count) == [4, 4, 4, 4, 4, 4, 4, 2])
    for workers in [0, 1, 2, 5] {
      #expect(try hashes(data, plan, workers: workers) == alone)
      #expect(try hashes(data, plan, workers: workers, from: 3) == Array(alone.dropFirst(3)))
    }
    // What another process makes of the same files.
    #expect(try hashes(self.data(), plan, workers: 2, from: 5) == Array(alone.dropFirst(5)))
  }

  @Test("It is the same in a batch of another size, where samples aren't mixed")
  func batchSizes() throws {
    var augmentation = Augmentation.everything
    augmentation.mixing = .init()
    let data = try data(augmentation)
    let alone = try hashes(data, plan(data, batchSize: 1)).flatMap(\.self)
    for size in [2, 7, 30] {
      #expect(try hashes(data, plan(data, batchSize: size), workers: 1).flatMap(\.self) == alone)
    }
  }

  @Test("It is another one at each position, in each epoch and with each seed")
  func differences() throws {
    let data = try data()
    let plans = try [
      plan(data), plan(data, epoch: 3), plan(data, seed: 4), plan(data, seed: 4, epoch: 3),
    ]
    let all = try plans.flatMap { try hashes(data, $0, workers: 1).flatMap(\.self) }
    #expect(Set(all).count == 4 * 30)
  }
}
