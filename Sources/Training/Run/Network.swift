import Experiment
import NeuralNets
import Torch

/// A U-Net with what trains it: the loss, the optimiser and the learning rate.
final class Network {
  let model: UNet
  let segmentationLoss: SegmentationLoss
  let optimizer: Optimizer
  let compute: Compute
  private let plan: LearningRate
  private let clipping: Double?
  /// 1 once an update was skipped since the loss or a gradient was no finite number.
  private let badNumber: Tensor

  /// A network with new weights.
  ///
  /// - Parameter stepsPerEpoch: the updates of an epoch, from which the schedule is laid out.
  init(_ config: ExperimentConfig, channels: Int, stepsPerEpoch: Int, compute: Compute) throws {
    let store = ParameterStore(seed: UInt64(config.training.seed), on: compute.device)
    self.compute = compute
    model = try UNet(config.network(channels: channels), in: store)
    segmentationLoss = config.segmentationLoss
    optimizer = try Optimizer(
      config.optimizer.algorithm, weightDecay: config.optimizer.weightDecay, of: store)
    plan = config.learningRate(stepsPerEpoch: stepsPerEpoch)
    clipping = config.training.gradientClipNorm
    badNumber = try .zeros([], on: compute.device)
  }

  /// Where the network is.
  var device: Device { compute.device }

  /// The weights and buffers.
  var store: ParameterStore { model.store }

  /// Forgets the gradients.
  func clearGradients() { store.clearGradients() }

  /// What a batch costs in training mode, to go `backward` from; `nil` for one without a valid pixel, which teaches nothing.
  ///
  /// - Parameter seed: what dropout is drawn from.
  func loss(of batch: Batch, seed: UInt64) throws -> SegmentationLoss.Value? {
    let logits = try withAutocast(to: compute.autocast, on: device) {
      try model(batch.images, .training(seed: seed))
    }
    return try segmentationLoss(logits, batch.masks)
  }

  /// The step size of a step of the whole training, counted from 0.
  func learningRate(ofStep step: Int) -> Double { plan.at(step) }

  /// Updates the weights by their gradients, with the learning rate of this step of the whole training; a loss or a gradient that is no
  /// finite number changes nothing.
  func update(step: Int, loss: Tensor) throws {
    let result = try optimizer.step(learningRate: plan.at(step), loss: loss, clippingNormTo: clipping)
    try badNumber.addInPlace(result.skipped)
  }

  /// Whether an update was skipped; waits for the device.
  func hasSeenBadNumber() throws -> Bool { try badNumber.scalar() > 0 }
}
