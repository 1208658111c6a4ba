import Experiment
import Foundation
import Images
import Synchronization
import Torch

/// The images of an experiment: found, paired, divided, decoded and checked, before anything trains.
final class TrainingData: Sendable {
  /// The samples to learn from, in the order of the data set.
  let training: [Sample]
  /// The samples to score, less those that `training.limit_batches` leaves out.
  let validation: [Sample]
  /// The samples to score once, with the best weights, with the same limit.
  let test: [Sample]
  /// Values of one pixel.
  let channels: Int
  /// What is cut out of the training images.
  let samples: SamplePlan
  /// What turns pixels into what the network sees.
  let normalization: NormalizationRecord
  /// SHA-256 over the ids and contents of all images and masks and over the split, in hexadecimal.
  let fingerprint: String
  /// The same by purpose, with the numbers of images.
  let parts: [String: Conditions.Part]
  /// The decoded images and masks.
  let cache: DecodedCache
  private let augmentation: Augmentation
  /// What each image is scaled by, once it was asked for.
  private let scalings = Mutex<[Sample: ChannelScaling]>([:])
  private let foreground: ForegroundSampling

  /// Finds and decodes everything that a config asks for.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with the files; `StopSignal.Raised`.
  convenience init(
    _ config: ExperimentConfig, in settings: CacheSettings = .none, progress: ProgressDisplay? = nil
  ) throws {
    let cache = settings.decodedCache(config)
    do {
      try self.init(config, DataPlan(config, decoding: cache), decoding: cache, progress: progress)
    } catch {
      // What was interrupted is not wrong.
      try StopSignal.check()
      throw error
    }
  }

  /// Decodes the files of a plan.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with the files.
  init(
    _ config: ExperimentConfig, _ plan: DataPlan, decoding cache: DecodedCache,
    progress: ProgressDisplay? = nil
  ) throws {
    self.cache = cache
    let threads = ProcessInfo.processInfo.activeProcessorCount
    training = plan.training
    let limit = config.training.limitBatches?.validation ?? .max
    (validation, test) = (Array(plan.validation.prefix(limit)), Array(plan.test.prefix(limit)))
    let all = training + validation + test
    try cache.load(all, threads: threads) { progress?.update("decoding \($0)/\(all.count)") }
    try cache.requireCountedPixels(training, validation, test)
    channels = plan.channels
    samples = plan.samples
    foreground = ForegroundSampling(share: config.data.oversampleForeground)
    augmentation = config.augmentation.images
    normalization = try config.data.normalization.record(
      channels: plan.channels, statistics: cache.statistics(of: plan.training)
    ) { low, high in
      try cache.percentiles(of: plan.training, low: low, high: high, threads: threads)
    }
    let purposes =
      [("training", training), ("validation", validation)] + (test.isEmpty ? [] : [("test", test)])
    let lines = try purposes.map { ($0, try Self.lines($1, cache)) }
    fingerprint = ContentHash.of(lines.flatMap { [$0] + $1 }.joined(separator: "\n"))
    parts = Dictionary(uniqueKeysWithValues: zip(purposes, lines).map { ($0.0, Self.part($0.1, $1.1)) })
  }

  private init(
    _ other: TrainingData, training: [Sample]? = nil, validation: [Sample], augmentation: Augmentation
  ) {
    self.training = training ?? other.training
    self.validation = validation
    test = other.test
    channels = other.channels
    samples = other.samples
    foreground = other.foreground
    normalization = other.normalization
    (fingerprint, parts) = (other.fingerprint, other.parts)
    cache = other.cache
    self.augmentation = augmentation
  }

  /// The same data with a part of the samples to score.
  func scoring(_ samples: [Sample]) -> TrainingData {
    TrainingData(self, validation: samples, augmentation: augmentation)
  }

  /// A few of the samples to learn from, as they are among all: in the same size, normalised by the same numbers.
  func learning(from samples: [Sample]) -> TrainingData {
    TrainingData(self, training: samples, validation: validation, augmentation: augmentation)
  }

  /// The same data, varied otherwise.
  func varied(by augmentation: Augmentation) -> TrainingData {
    TrainingData(self, validation: validation, augmentation: augmentation)
  }

  /// One image as the network's input: `[1, C, H, W]` of float32, normalised.
  func image(of sample: Sample, on device: Device) throws -> Tensor {
    let image = try cache.image(of: sample)
    return try ChannelScaling.apply([scaling(of: sample)], to: image.tensor(on: device))
  }

  /// What an image is scaled by, found once.
  private func scaling(of sample: Sample) throws -> ChannelScaling {
    if let known = scalings.withLock({ $0[sample] }) { return known }
    let fresh = try normalization.scaling(of: cache.image(of: sample))
    scalings.withLock { $0[sample] = fresh }
    return fresh
  }

  /// One mask at the size of its file.
  func fullMask(of sample: Sample) throws -> ClassMask { try cache.fullMask(of: sample) }

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
    let summary = try cache.summary(of: sample)
    return ContentHash.of(summary.imageHash + summary.maskHash)
  }

  /// What is known of all samples.
  func facts() throws -> DatasetFacts {
    func entries(_ part: DatasetFacts.Part, _ samples: [Sample]) throws -> [DatasetFacts.Entry] {
      try zip(samples, cache.facts(of: samples)).map {
        .init(part: part, sample: $0, facts: $1)
      }
    }
    return DatasetFacts(
      try entries(.training, training) + entries(.validation, validation) + entries(.test, test),
      classNames: cache.reader.classes.indexNames)
  }

  /// How often each class is in the training masks, at the size that is trained on.
  var classFrequencies: ClassFrequencies {
    get throws {
      let classes = cache.reader.classes.names.count
      var frequencies = ClassFrequencies(classes: classes)
      for facts in try cache.facts(of: training) { frequencies.add(Array(facts.classPixels.prefix(classes))) }
      return frequencies
    }
  }

  /// Cuts out of images and masks what a batch will be sampled from.
  func windows(_ plan: EpochPlan, batch: Int) throws -> WindowBatch {
    let shape = samples.shape
    let elements = try plan.positions(ofBatch: batch).map { position in
      let sample = training[plan.order[position]]
      let size = try cache.summary(of: sample).size
      let draw = augmentation.draw(
        seed: plan.seed, epoch: plan.epoch, position: position, imageSize: size,
        cropSize: shape.size, margin: shape.margin,
        around: try foreground.pixel(of: sample, in: cache, plan, position: position))
      let window = draw.sourceWindow(cropSize: shape.size, imageSize: size)
      let part = try cache.window(of: sample, window)
      return WindowBatch.Element(
        id: sample.id, image: part.image, mask: part.mask,
        imageSize: size, origin: (window.columns.lowerBound, window.rows.lowerBound),
        draw: draw,
        scaling: try scaling(of: sample))
    }
    return WindowBatch(
      elements: elements, cropSize: shape.size,
      mixture: augmentation.mixing.draw(
        seed: plan.seed, epoch: plan.epoch, batch: batch, count: elements.count, size: shape.size))
  }

  /// The name of each sample and what is in its files.
  private static func lines(_ samples: [Sample], _ cache: DecodedCache) throws -> [String] {
    try samples.map { sample in
      let summary = try cache.summary(of: sample)
      return "\(sample.id) \(summary.imageHash) \(summary.maskHash)"
    }
  }

  private static func part(_ samples: [Sample], _ lines: [String]) -> Conditions.Part {
    Conditions.Part(
      images: samples.count, names: ContentHash.of(samples.map(\.id).joined(separator: "\n")),
      contents: ContentHash.of(lines.joined(separator: "\n")))
  }
}
