import Experiment
import NeuralNets
import Torch

/// A U-Net with what trains it: the loss, the optimiser, the learning rate and the average of the weights.
final class Network {
  let model: UNet
  /// The moving average of the weights; `nil` where none is asked for.
  let average: (model: UNet, rule: MovingAverage)?
  let segmentationLoss: TrainingLoss
  let optimizer: Optimizer
  let compute: Compute
  /// What became of the weights that it began with; `nil` where it began with new ones.
  let weights: WeightsRecord?
  private let plan: LearningRate
  private let clipping: Optimizer.Clipping?
  /// The samples whose gradients have been added up for the next update, and the sum of their losses.
  private var learned: (samples: Int, loss: Tensor)?
  /// The running statistics from before the update.
  private let savepoint: BufferSavepoint

  /// A network with new weights, or those of a file.
  ///
  /// - Parameters:
  ///   - loss: what training minimises.
  ///   - weights: those to begin with; `nil` for new ones.
  init(
    _ config: ExperimentConfig, channels: Int, loss: TrainingLoss, stepsPerEpoch: Int, compute: Compute,
    weights: PretrainedWeights? = nil
  ) throws {
    let network = config.network(channels: channels)
    let store = ParameterStore(seed: UInt64(config.training.seed), on: compute.device)
    let model = try UNet(network, in: store)
    self.compute = compute
    self.model = model
    self.weights = try weights?.load(into: model.store)
    average = try config.training.ema.map {
      let average = try UNet(network, in: ParameterStore(unsetOn: compute.device))
      try average.store.load(model.store.tensors)
      return (model: average, rule: $0.average)
    }
    segmentationLoss = loss
    optimizer = try Optimizer(
      config.optimizer.algorithm, weightDecay: config.optimizer.weightDecay, of: self.model.store)
    plan = config.learningRate(stepsPerEpoch: stepsPerEpoch)
    clipping = config.training.gradientClipping?.optimizer
    savepoint = try BufferSavepoint(of: model.store)
  }

  /// Where the network is.
  var device: Device { compute.device }

  /// The weights and buffers.
  var store: ParameterStore { model.store }

  /// The network that predicts: the average of the weights where there is one.
  var predictor: UNet { average?.model ?? model }

  /// Makes ready for the batches of an update: without gradients, and with what a skipped update goes back to.
  func beginUpdate() throws {
    clearGradients()
    try savepoint.save()
  }

  /// Forgets the gradients.
  func clearGradients() {
    store.clearGradients()
    learned = nil
  }

  /// What a batch costs in training mode, to go `backward` from; `nil` for one without a valid pixel, which teaches nothing.
  ///
  /// - Parameter seed: what dropout is drawn from.
  func loss(of batch: Batch, seed: UInt64) throws -> SegmentationLoss.Value? {
    let outputs = try withAutocast(to: compute.autocast, on: device) {
      try model.outputs(batch.images, .training(seed: seed))
    }
    return try segmentationLoss(outputs, of: batch)
  }

  /// The step size of a step of the whole training, counted from 0, with what a plateau has made of it so far.
  func learningRate(ofStep step: Int, plateau: Plateau?) -> Double {
    plan.at(step, plateauFactor: plateau?.factor ?? 1)
  }

  /// Adds a batch's gradients to those of the next update, so that they end as the mean over all of the update's samples.
  ///
  /// - Parameter total: the samples of the update, of which this batch has `samples`.
  func learn(_ loss: SegmentationLoss.Value, samples: Int, of total: Int) throws {
    let share = try samples == total ? loss.total : loss.total * Scalar(Double(samples) / Double(total))
    try share.backward()
    let before = learned
    learned = (
      samples: samples + (before?.samples ?? 0),
      loss: try withoutGradient { try before.map { try $0.loss + share } ?? share.detached() }
    )
  }

  /// What became of an update, each a `float32` on the device, so that nobody waits for it.
  struct Outcome {
    /// 1 where it changed the weights, else 0.
    let applied: Tensor
    /// 1 where it was skipped, since the loss, a gradient or a running statistic was no finite number, else 0.
    let skipped: Tensor
  }

  /// Updates the weights by the gradients of `total` samples, then their average.
  ///
  /// - Parameter step: the number of the update in the whole training, from 0.
  @discardableResult
  func update(step: Int, learningRate: Double, samples total: Int) throws -> Outcome {
    let outcome = try update(learningRate: learningRate, samples: total)
    try average.map { try $0.rule.move($0.model.store, towards: store, update: step) }
    return outcome
  }

  /// Updates the weights by the gradients of `total` samples; batches that all taught nothing change no weight.
  ///
  /// Where the loss, a gradient or a running statistic is no finite number, everything is as it was at `beginUpdate`: not only the
  /// weights and what the optimiser remembers, but also the running statistics, which the forward passes have moved.
  @discardableResult
  func update(learningRate: Double, samples total: Int) throws -> Outcome {
    try withoutGradient {
      let isSound = try savepoint.isSound()
      let outcome = try update(learningRate: learningRate, samples: total, where: isSound)
      try savepoint.restore(where: outcome.skipped.isEqual(to: 1))
      return outcome
    }
  }

  private func update(learningRate: Double, samples total: Int, where isSound: Tensor?) throws -> Outcome {
    guard let learned else {
      let none = try Tensor.zeros([], on: device)
      return Outcome(applied: none, skipped: try isSound?.not().converted(to: .float32) ?? none)
    }
    // Batches without a valid pixel left their shares to the others.
    if learned.samples < total { try scaleGradients(by: Double(total) / Double(learned.samples)) }
    let step = try optimizer.step(
      learningRate: learningRate, loss: learned.loss, clipping: clipping, where: isSound)
    return Outcome(applied: try 1 - step.skipped, skipped: step.skipped)
  }

  /// The mean loss of the update's samples that have been learned, as one float32 outside of the gradient graph; `nil` where none had a
  /// pixel that counts.
  ///
  /// - Parameter total: the samples of the update.
  func meanLoss(of total: Int) throws -> Tensor? {
    guard let learned else { return nil }
    // Batches without a valid pixel left their shares to the others.
    let factor = Double(total) / Double(learned.samples)
    return learned.samples == total ? learned.loss : try withoutGradient { try learned.loss * Scalar(factor) }
  }

  private func scaleGradients(by factor: Double) throws {
    try withoutGradient {
      try Fused.multiply(
        store.parameters.compactMap(\.tensor.gradient), by: Tensor.full([], Scalar(factor), on: device))
    }
  }
}
