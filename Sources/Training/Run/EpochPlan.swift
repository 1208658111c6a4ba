import Experiment
import Images

/// Which samples an epoch is made of, in which batches, as a pure function of the seed and the epoch.
struct EpochPlan: Sendable {
  /// Which image stands at each position.
  let order: [Int]
  let batchSize: Int
  /// The batches of an update.
  let accumulationSteps: Int
  /// The number of batches; the last may be smaller, unless the epoch is cut short.
  let batchCount: Int
  let seed: UInt64
  let epoch: Int

  /// The plan of one epoch, counted from 0.
  init(_ config: ExperimentConfig, imageCount: Int, epoch: Int) {
    seed = UInt64(config.training.seed)
    self.epoch = epoch
    batchSize = config.training.batchSize
    order =
      EpochOrder(
        seed: seed, epoch: epoch, count: imageCount, samples: config.data.samplesPerEpoch ?? imageCount
      ).indices
    accumulationSteps = config.training.accumulationSteps
    let whole = (order.count + batchSize - 1) / batchSize
    batchCount = min(whole, config.training.limitBatches?.training ?? whole)
  }

  /// An epoch of a single batch, in which each image is once and in its order, whatever a config says: for pictures.
  init(oneBatchOf imageCount: Int, seed: UInt64, epoch: Int) {
    self.seed = seed
    self.epoch = epoch
    batchSize = imageCount
    order = Array(0..<imageCount)
    (accumulationSteps, batchCount) = (1, 1)
  }

  /// The number of updates; the last may have fewer batches.
  var updateCount: Int { (batchCount + accumulationSteps - 1) / accumulationSteps }

  /// The batches of the update that begins with a batch.
  func batches(ofUpdateFrom batch: Int) -> Range<Int> { batch..<min(batch + accumulationSteps, batchCount) }

  /// The number of samples in some of the batches.
  func samples(in batches: Range<Int>) -> Int { batches.reduce(0) { $0 + positions(ofBatch: $1).count } }

  /// The positions of a batch in the epoch.
  func positions(ofBatch batch: Int) -> Range<Int> {
    batch * batchSize..<min((batch + 1) * batchSize, order.count)
  }

  /// What a batch's dropout is drawn from.
  func dropoutSeed(batch: Int) -> UInt64 {
    var stream = RandomStream(seed: seed, epoch: epoch, position: batch, purpose: .dropout)
    return stream.next()
  }
}
