public import Config
public import Experiment
import Foundation
import NeuralNets
import Torch

/// The learning-rate range test: trains new weights for a while at rising learning rates, watches the loss, and forgets the weights.
///
/// Nothing of a run is read or written. The batches are those that the run would begin with.
public struct LearningRateFinder {
  private let experiment: Loaded<ExperimentConfig>
  private let folder: String
  private let cache: CacheSettings
  private let progress: ProgressDisplay

  /// Prepares a test.
  ///
  /// - Parameters:
  ///   - experiment: the config, read without a mistake; its own learning rate and schedule are not used.
  ///   - folder: where `find_lr.csv` and `find_lr.svg` go; older ones are replaced.
  ///   - cache: where decoded images are kept.
  public init(
    _ experiment: Loaded<ExperimentConfig>, in folder: String, cache: CacheSettings, progress: ProgressDisplay
  ) {
    self.experiment = experiment
    self.cache = cache
    self.folder = folder
    self.progress = progress
  }

  /// Runs the test and writes its files; `nil`, with nothing written, where a signal asked to stop.
  ///
  /// - Throws: `DiagnosticError` for bad data, `FileFailure`, `TrainingFailure`.
  public func find() throws -> LearningRateCurve? {
    LibTorch.keepFreedMemory()
    let config = experiment.config
    let compute = try Compute(config.training, threads: nil)
    let data = try TrainingData(config, in: cache)
    if let warning = cache.warning(data.cache) { progress.warn(warning) }
    let network = try Network(
      config, channels: data.channels, loss: TrainingLoss(config, data), stepsPerEpoch: 1, compute: compute,
      weights: PretrainedWeights(experiment))
    var curve = LearningRateCurve()
    for epoch in 0... {
      let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
      let before = curve.points.count
      try train(network, data, plan, &curve)
      if StopSignal.isRaised { return nil }
      if curve.isComplete { break }
      guard curve.points.count > before else {
        throw TrainingFailure(.training, "no image has a pixel that counts: data.ignore takes all of them")
      }
    }
    guard !curve.points.isEmpty else {
      throw TrainingFailure(
        .training,
        "the loss of the first batch is no finite number, at any learning rate; look at the loss, the images and the masks"
      )
    }
    try write(curve)
    return curve
  }

  /// Trains an epoch, or what the test still needs of it.
  private func train(
    _ network: Network, _ data: TrainingData, _ plan: EpochPlan, _ curve: inout LearningRateCurve
  ) throws {
    let loader = BatchLoader(data, plan: plan, from: 0, workers: experiment.config.training.loaderThreads)
    defer { loader.stop() }
    for number in 0..<plan.batchCount where !curve.isComplete && !StopSignal.isRaised {
      let batch = try loader.next(on: network.device)
      try network.beginUpdate()
      guard let loss = try network.loss(of: batch, seed: plan.dropoutSeed(batch: number)) else { continue }
      let rate = curve.nextLearningRate
      curve.add(loss: try loss.total.detached().scalar())
      if curve.isComplete { return }
      try network.learn(loss, samples: batch.count, of: batch.count)
      try network.update(learningRate: rate, samples: batch.count)
      progress.update(
        "step \(curve.points.count)/\(LearningRateCurve.stepCount)  learning rate \(rate)  "
          + "loss \(Wording.score(curve.points.last?.smoothed))")
    }
  }

  private func write(_ curve: LearningRateCurve) throws {
    let title = "Learning-rate range test: \((folder as NSString).lastPathComponent)"
    try Folder.create(folder)
    try AtomicFile.write(Data(curve.csv.utf8), to: "\(folder)/find_lr.csv")
    try AtomicFile.write(Data(LearningRatePlot(curve, title: title).svg.utf8), to: "\(folder)/find_lr.svg")
  }
}
