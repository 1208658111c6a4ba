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
  /// 1 once an update was skipped since the loss or a gradient was no finite number.
  private let badNumber: Tensor

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
    badNumber = try .zeros([], on: compute.device)
  }

  /// Where the network is.
  var device: Device { compute.device }

  /// The weights and buffers.
  var store: ParameterStore { model.store }

  /// The network that predicts: the average of the weights where there is one.
  var predictor: UNet { average?.model ?? model }

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

  /// Updates the weights by the gradients of `total` samples, then their average.
  ///
  /// - Parameter step: the number of the update in the whole training, from 0.
  func update(step: Int, learningRate: Double, samples total: Int) throws {
    try update(learningRate: learningRate, samples: total)
    try average.map { try $0.rule.move($0.model.store, towards: store, update: step) }
  }

  /// Updates the weights by the gradients of `total` samples; a loss or a gradient that is no finite number changes nothing, and
  /// neither do batches that all taught nothing.
  func update(learningRate: Double, samples total: Int) throws {
    guard let learned else { return }
    // Batches without a valid pixel left their shares to the others.
    if learned.samples < total { try scaleGradients(by: Double(total) / Double(learned.samples)) }
    let result = try optimizer.step(learningRate: learningRate, loss: learned.loss, clipping: clipping)
    try badNumber.addInPlace(result.skipped)
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

  /// Whether an update was skipped; waits for the device.
  func hasSeenBadNumber() throws -> Bool { try badNumber.scalar() > 0 }
}
