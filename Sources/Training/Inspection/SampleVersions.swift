import Diagnostics
import Experiment
import Images
import Torch

/// A few training samples as an epoch would have them, before normalisation, for people to look at.
///
/// They go the way of every training sample.
struct SampleVersions {
  /// The samples, with the augmentation that varies them.
  let data: TrainingData
  private let config: ExperimentConfig

  /// Decodes the samples.
  ///
  /// - Throws: `DiagnosticError` where a run on these samples alone would stop.
  init(of samples: [Sample], _ config: ExperimentConfig) throws {
    let plan = try DataPlan(
      config, DataFiles(config, Split.Division(training: samples, validation: [])))
    let data = try TrainingData(config, plan, decoding: DecodedCache(config.data.sampleReader))
    self.init(data, config)
  }

  /// Decodes all training samples, of which `samples` are shown as a run on all would have them.
  ///
  /// - Throws: `DiagnosticError` where that run would stop.
  init(of samples: [Sample], among training: [Sample], _ config: ExperimentConfig) throws {
    let all = try SampleVersions(of: training, config)
    self.init(all.data.learning(from: samples), config)
  }

  /// The same way, of some of the samples.
  func showing(_ samples: [Sample]) -> SampleVersions {
    SampleVersions(data.learning(from: samples), config)
  }

  private init(_ data: TrainingData, _ config: ExperimentConfig) {
    self.data = data
    self.config = config
  }

  /// The same samples, varied otherwise.
  func varied(by augmentation: Augmentation) -> SampleVersions {
    SampleVersions(data.varied(by: augmentation), config)
  }

  /// So many versions of each sample by its id, from the first epochs on.
  func first(_ count: Int) throws -> [String: [MaskedImage]] {
    var versions: [String: [MaskedImage]] = [:]
    let most = count * data.training.count
    var epoch = 0
    while versions.count < data.training.count || versions.values.contains(where: { $0.count < count }),
      epoch < most
    {
      let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
      for number in 0..<min(plan.batchCount, most) {
        for version in try batch(number, of: plan) where versions[version.id, default: []].count < count {
          versions[version.id, default: []].append(version.sample)
        }
      }
      epoch += 1
    }
    return versions
  }

  /// The first sample as it is in each of so many epochs of one batch, in which all samples are.
  func ofFirstSample(_ count: Int) throws -> [MaskedImage] {
    try (0..<count).compactMap { epoch in
      let plan = EpochPlan(
        oneBatchOf: data.training.count, seed: UInt64(config.training.seed), epoch: epoch)
      return try batch(0, of: plan).first?.sample
    }
  }

  /// The samples of a batch as values, scaled to 0...1.
  private func batch(_ number: Int, of plan: EpochPlan) throws -> [(id: String, sample: MaskedImage)] {
    let windows = try data.windows(plan, batch: number)
    let batch = try windows.sampled(on: .cpu, normalized: false)
    let size = windows.cropSize
    let masks = try Self.masks(batch.masks)
    return try batch.ids.indices.map { index in
      let values = try batch.images.narrowed(0, index..<index + 1).permuted([0, 2, 3, 1])
      guard
        let image = PixelImage(
          size: size, channels: data.channels, storage: .float(try values.elements(as: Float.self))),
        let mask = ClassMask(size: size, indices: masks[index])
      else { throw DiagnosticError(Diagnostic("a sample of \(size) pixels came out in another size")) }
      return (batch.ids[index], MaskedImage(image, mask))
    }
  }

  /// The class indices of each mask of `[N, H, W]`.
  private static func masks(_ tensor: Tensor) throws -> [[UInt8]] {
    try (0..<tensor.shape[0]).map {
      try tensor.narrowed(0, $0..<$0 + 1).converted(to: .uint8).elements(as: UInt8.self)
    }
  }
}
