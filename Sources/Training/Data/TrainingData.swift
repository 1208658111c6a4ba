import Experiment
import Foundation
import Images
import Torch

/// The images of an experiment: found, paired, divided, decoded and checked, before anything trains.
final class TrainingData: Sendable {
  /// The samples to learn from, in the order of the data set.
  let training: [Sample]
  /// The samples to score, less those that `training.limit_batches` leaves out.
  let validation: [Sample]
  /// Values of one pixel.
  let channels: Int
  /// What turns pixels into what the network sees.
  let normalization: Normalization
  /// SHA-256 over the ids and contents of all images and masks and over the split, in hexadecimal.
  let fingerprint: String
  private let cache: DecodedCache
  private let augmentation: Augmentation

  /// Finds and decodes everything that a config asks for.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with the files.
  init(_ config: ExperimentConfig) throws {
    let plan = try DataPlan(config)
    let threads = ProcessInfo.processInfo.activeProcessorCount
    cache = DecodedCache(classes: config.classMap, resize: config.data.resize?.imageSize)
    training = plan.training
    validation = Array(plan.validation.prefix(config.training.limitBatches?.validation ?? .max))
    try cache.load(training + validation, threads: threads)
    channels = plan.channels
    augmentation = config.augmentation.images
    switch config.data.normalization {
    case .none: normalization = .none(channels: plan.channels)
    case .dataset:
      let statistics = try cache.channelStatistics(of: plan.training, threads: threads)
      normalization = Normalization(mean: statistics.mean, std: statistics.standardDeviation)
    }
    fingerprint = try Self.fingerprint(training, validation, cache)
  }

  private init(_ other: TrainingData, validation: [Sample]) {
    training = other.training
    self.validation = validation
    channels = other.channels
    normalization = other.normalization
    fingerprint = other.fingerprint
    cache = other.cache
    augmentation = other.augmentation
  }

  /// The same data with a part of the samples to score.
  func scoring(_ samples: [Sample]) -> TrainingData { TrainingData(self, validation: samples) }

  /// One image as the network's input before normalisation: `[1, C, H, W]`, scaled to 0...1.
  func image(of sample: Sample, on device: Device) throws -> Tensor {
    try cache.sample(sample).image.tensor(on: device)
  }

  /// One mask at the size of its file.
  func fullMask(of sample: Sample) throws -> ClassMask { try cache.sample(sample).fullMask }

  /// One mask at the size of its file: `[1, H, W]` of int64, 255 where a pixel doesn't count.
  func mask(of sample: Sample, on device: Device) throws -> Tensor {
    let mask = try fullMask(of: sample)
    return try Tensor(mask.indices, shape: [1, mask.height, mask.width], on: device).converted(to: .int64)
  }

  /// One image and mask as values, for pictures.
  func picture(of sample: Sample) throws -> (image: PixelImage, mask: ClassMask) {
    let decoded = try cache.sample(sample)
    return (decoded.image, decoded.fullMask)
  }

  /// A hash of what is in the image file and the mask file of a sample.
  func contentHash(of sample: Sample) throws -> String {
    let decoded = try cache.sample(sample)
    return ContentHash.of(decoded.imageHash + decoded.maskHash)
  }

  /// How often each class is in the training masks, at the size that is trained on.
  var classFrequencies: ClassFrequencies {
    get throws {
      let classes = cache.classes.names.count
      var frequencies = ClassFrequencies(classes: classes)
      for sample in training { frequencies.add(try cache.sample(sample).mask.pixelCounts(classes: classes)) }
      return frequencies
    }
  }

  /// Cuts out of images and masks what a batch will be sampled from.
  func windows(_ plan: EpochPlan, batch: Int) throws -> WindowBatch {
    let positions = plan.positions(ofBatch: batch)
    let first = try cache.sample(training[plan.order[positions.lowerBound]]).image.size
    let cropSize = plan.crop ?? first
    let elements = try positions.map { position in
      let sample = training[plan.order[position]]
      let decoded = try cache.sample(sample)
      let draw = augmentation.draw(
        seed: plan.seed, epoch: plan.epoch, position: position, imageSize: decoded.image.size,
        cropSize: cropSize)
      let window = draw.sourceWindow(cropSize: cropSize, imageSize: decoded.image.size)
      return WindowBatch.Element(
        id: sample.id, image: decoded.image.cropped(to: window), mask: decoded.mask.cropped(to: window),
        imageSize: decoded.image.size, origin: (window.columns.lowerBound, window.rows.lowerBound), draw: draw
      )
    }
    return WindowBatch(elements: elements, cropSize: cropSize)
  }

  private static func fingerprint(
    _ training: [Sample], _ validation: [Sample], _ cache: DecodedCache
  ) throws -> String {
    func lines(_ name: String, _ samples: [Sample]) throws -> [String] {
      try [name]
        + samples.map { sample in
          let decoded = try cache.sample(sample)
          return "\(sample.id) \(decoded.imageHash) \(decoded.maskHash)"
        }
    }
    let all = try lines("training", training) + lines("validation", validation)
    return ContentHash.of(all.joined(separator: "\n"))
  }
}
