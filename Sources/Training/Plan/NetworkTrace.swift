import Experiment
import Images
import NeuralNets
import Torch

/// The real network, traced while it trains and scores a few tiny images.
///
/// Nothing of a layer is said a second time here: whatever a network is made of, its operations are counted as they run, and a
/// `SizeLaw` says what they come to at the size of the real images. Weights, gradients and the optimiser's state have their real
/// size, maps a thousandth of it.
final class NetworkTrace {
  /// What tracing found at one probe.
  struct Step {
    let forward, backward, update: [TracedOperation]
  }

  let network: Network
  /// Bytes of the weights, the buffers and the optimiser's state.
  let residentBytes: Int
  private let config: ExperimentConfig
  private let channels: Int
  private let tracer: Tracer

  /// Makes the network, on the CPU.
  ///
  /// - Parameters:
  ///   - channels: values of one pixel.
  ///   - autocast: what convolutions compute in.
  ///   - isPadded: whether samples have pixels that are in no image, which the loss leaves out.
  init(_ config: ExperimentConfig, channels: Int, autocast: DType?, isPadded: Bool = false) throws {
    self.config = config
    self.channels = channels
    tracer = try Tracer()
    network = try Network(
      config, channels: channels, loss: TrainingLoss(costing: config, isPadded: isPadded),
      stepsPerEpoch: 1,
      compute: Compute(device: .cpu, autocast: autocast, threads: LibTorch.threadCount))
    _ = tracer.take()
    residentBytes = tracer.liveBytes
  }

  /// Bytes of the tensors that are saved of it: the weights that predict, and all that an exact resume needs.
  var savedBytes: (weights: Int, checkpoint: Int) {
    (Self.bytes(of: network.predictor.store.tensors), Self.bytes(of: network.checkpointTensors))
  }

  private static func bytes(of tensors: [String: Tensor]) -> Int {
    tensors.values.reduce(0) { $0 + $1.count * $1.dtype.byteCount }
  }

  /// One step of training.
  ///
  /// - Returns: `nil` where the images are too small for the network.
  func train(_ probe: SizeLaw.Probe) throws -> Step? {
    try network.beginUpdate()
    _ = tracer.take()
    defer { network.clearGradients() }
    let batch = try windows(probe).sampled(on: .cpu)
    guard let loss = try fitting({ try network.loss(of: batch, seed: 0) }) else { return nil }
    let forward = tracer.take()
    try network.learn(loss, samples: batch.count, of: batch.count)
    let backward = tracer.take()
    try network.update(step: 0, learningRate: config.optimizer.learningRate, samples: batch.count)
    return Step(forward: forward, backward: backward, update: tracer.take())
  }

  /// The scoring of images of one size.
  ///
  /// - Returns: `nil` where the images are too small for the network.
  func score(_ probe: SizeLaw.Probe) throws -> [TracedOperation]? {
    _ = tracer.take()
    let inference = Inference(model: network.model, compute: network.compute)
    let images = try Tensor.full([probe.images, channels, probe.size.height, probe.size.width], 0.5)
    let truth = try Tensor.zeros([probe.images, probe.size.height, probe.size.width], .int64)
    guard let logits = try fitting({ try inference.logits(of: images) }) else { return nil }
    _ = try withoutGradient { try network.segmentationLoss(logits, truth) }
    _ = try Inference.classes(of: logits)
    return tracer.take()
  }

  private func fitting<Result>(_ body: () throws -> Result?) throws -> Result? {
    do { return try body() } catch is UNetError { return nil }
  }

  /// Samples of grey stripes in which every class is seen, as the loader gives them, unchanged by augmentation.
  private func windows(_ probe: SizeLaw.Probe) throws -> WindowBatch {
    let size = probe.size
    let values = (0..<size.area * channels).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let kinds = max(2, config.data.classes.count)
    guard let image = PixelImage(size: size, channels: channels, storage: .uint8(values)),
      let mask = ClassMask(size: size, indices: (0..<size.area).map { UInt8($0 / 4 % kinds) })
    else { throw TrainingFailure(.usage, "an image of \(size) has no pixels") }
    let draw = Augmentation().draw(seed: 0, epoch: 0, position: 0, imageSize: size, cropSize: size)
    let element = WindowBatch.Element(
      id: "", image: image, mask: mask, imageSize: size, origin: (0, 0), draw: draw,
      scaling: .none(channels: channels))
    // A batch that MixUp has mixed costs a second loss.
    let blends = config.augmentation.mixup.probability > 0
    return WindowBatch(
      elements: Array(repeating: element, count: probe.images), cropSize: size,
      mixture: blends ? .mixup(partners: Array(0..<probe.images), share: 0.5) : nil)
  }
}
