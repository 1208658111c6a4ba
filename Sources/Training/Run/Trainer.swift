import Experiment
import Foundation
import NeuralNets
import Torch

/// The training loop.
///
/// All randomness is a function of the seed, the epoch and the position in it, so the loop can be left after any step and taken up again
/// by another process: what it needs is in `TrainingState` and in the two parameter stores.
final class Trainer {
  /// How the loop was left.
  enum Outcome {
    case finished
    /// A signal came, and the state was saved.
    case stopped
  }

  private let config: ExperimentConfig
  private let data: TrainingData
  private let network: Network
  private let session: Session
  private let progress: ProgressDisplay
  private(set) var state: TrainingState

  /// When the running epoch began in this process.
  private var started = Date()

  init(_ session: Session, state: TrainingState) {
    config = session.config
    data = session.data
    network = session.network
    progress = session.progress
    self.session = session
    self.state = state
  }

  /// Trains the epochs that are not done.
  ///
  /// - Throws: `TrainingFailure` where the loss is no number, `FileFailure` where a file can't be written.
  func train() throws -> Outcome {
    while state.epochs < config.training.epochs {
      started = Date()
      guard try trainEpoch() else { return try stop() }
      let trained = Date()
      guard
        let validation = try session.evaluator.evaluate(pictures: config.training.samples, progress: progress)
      else { return try stop() }
      try finishEpoch(validation, trainingSeconds: trained.timeIntervalSince(started))
    }
    return .finished
  }

  /// Trains the batches of the epoch that are not done; `false` where a signal asked to stop.
  private func trainEpoch() throws -> Bool {
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: state.epochs)
    let loader = BatchLoader(data, plan: plan, from: state.batches, workers: config.training.loaderThreads)
    defer { loader.stop() }
    let sums = try LossSums(network.segmentationLoss, continuing: state.sums, on: network.device)
    defer { network.clearGradients() }
    var lastFiles: [String] = []
    while state.batches < plan.batchCount {
      if StopSignal.isRaised {
        try checkNumbers(files: lastFiles)
        state.sums = try sums.read()
        return false
      }
      let batch = try loader.next().sampled(on: network.device, data.normalization)
      try trainStep(batch, plan: plan, sums: sums)
      lastFiles = batch.ids
      state.batches += 1
      if state.batches % Self.checkInterval == 0 || state.batches == plan.batchCount {
        try checkNumbers(files: lastFiles)
      }
      try showProgress(plan, sums)
    }
    state.sums = try sums.read()
    return true
  }

  /// One step: forward, loss, backward, update.
  private func trainStep(_ batch: Batch, plan: EpochPlan, sums: LossSums) throws {
    network.clearGradients()
    guard let loss = try network.loss(of: batch, seed: plan.dropoutSeed(batch: state.batches)) else { return }
    try loss.total.backward()
    try network.update(step: steps, loss: loss.total)
    try sums.add(loss, samples: batch.count)
  }

  /// The steps of the whole training that are done.
  private var steps: Int { state.epochs * session.stepsPerEpoch + state.batches }

  /// The step size of the last update, whichever process made it.
  private var learningRate: Double { network.learningRate(ofStep: steps - 1) }

  /// How many steps may pass before a loss that is no number is noticed; the weights are safe from the first.
  private static let checkInterval = 10

  private func checkNumbers(files: [String]) throws {
    guard try network.hasSeenBadNumber() else { return }
    let failure = TrainingFailure(
      .training,
      """
      the loss or a gradient is no finite number at epoch \(state.epochs + 1), batch \(state.batches) or up to \
      \(Self.checkInterval - 1) batches before, learning rate \(learningRate); the weights are those from before it
        the files of that batch: \(files.joined(separator: ", "))
        next: a lower optimizer.learning_rate, training.gradient_clip_norm: 1, or training.precision: fp32
      """)
    try session.checkpoint.writeRecords(of: state, status: .failed, failure: failure.description)
    throw failure
  }

  /// Records the epoch, commits it, and tells of it.
  private func finishEpoch(_ validation: Evaluator.Result, trainingSeconds: Double) throws {
    let epoch = state.epochs + 1
    let seconds = state.seconds + Date().timeIntervalSince(started)
    let record = EpochRecord(
      epoch: epoch, learningRate: learningRate, seconds: seconds,
      imagesPerSecond: Double(state.sums.samples) / (state.seconds + trainingSeconds),
      train: state.sums.mean, val: validation.record)
    let best = BestRecord.better(of: state.best, and: record, by: config.validation.metric)
    let images = PerImageRecord.Epoch(epoch: epoch, images: validation.images)
    let isBest = best != state.best
    state.history.append(record)
    state.best = best
    state.finalImages = images
    if isBest { state.bestImages = images }
    (state.epochs, state.batches, state.sums, state.seconds) = (epoch, 0, TrainingState.Sums(), 0)
    try session.checkpoint.commit(
      network, state, isBest: isBest, status: epoch == config.training.epochs ? .finished : .running)
    try session.pictures.write(validation.predictions)
    progress.line(describe(record, isBest: isBest))
  }

  private func stop() throws -> Outcome {
    state.seconds += Date().timeIntervalSince(started)
    try session.checkpoint.commit(network, state, isBest: false, status: .stopped)
    return .stopped
  }

  private func showProgress(_ plan: EpochPlan, _ sums: LossSums) throws {
    guard progress.wantsUpdate else { return }
    let seconds = max(state.seconds + Date().timeIntervalSince(started), 1e-3)
    let rest = Double(config.training.epochs * plan.batchCount - steps)
    let spent = state.history.reduce(seconds) { $0 + $1.seconds }
    let mean = try sums.read().mean
    progress.update(
      """
      epoch \(state.epochs + 1)/\(config.training.epochs)  batch \(state.batches)/\(plan.batchCount)  \
      loss \(Wording.score(mean.total))  \(Wording.fixed(Double(sums.samples) / seconds, digits: 1)) images/s  \
      \(Wording.duration(spent / Double(steps) * rest)) left
      """)
  }

  private func describe(_ record: EpochRecord, isBest: Bool) -> String {
    """
    epoch \(record.epoch)/\(config.training.epochs)  loss \(Wording.score(record.train.total))  \
    val loss \(Wording.score(record.val.loss.total))  mean_iou \(Wording.score(record.val[.meanIoU]))\
    \(isBest ? "  best" : "")  \(Wording.duration(record.seconds))
    """
  }
}
