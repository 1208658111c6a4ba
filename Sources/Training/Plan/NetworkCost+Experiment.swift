import Experiment
import Images
import NeuralNets
import Torch

extension NetworkCost {
  /// What of an experiment's data its network's cost depends on.
  struct Samples: Hashable {
    /// The images of a step and their size.
    let batch: SizeLaw.Probe
    /// The size of the largest image that is predicted at once.
    let scored: ImageSize?
    /// Values of one pixel.
    let channels: Int
    /// Whether samples have pixels that are in no image.
    let isPadded: Bool

    init(_ config: ExperimentConfig, _ data: DataPlan) {
      let images = min(config.training.batchSize, config.data.samplesPerEpoch ?? data.training.count)
      batch = SizeLaw.Probe(images: images, size: data.samples.shape.size)
      scored = Self.scoredSize(config, data)
      channels = data.channels
      isPadded = data.samples.isPadded
    }

    private static func scoredSize(_ config: ExperimentConfig, _ data: DataPlan) -> ImageSize? {
      let largest = (data.validationSizes + data.testSizes).max { $0.area < $1.area }
      let limit = config.validation.maxPixels
      guard let largest, largest.area > limit else { return largest }
      let side = Int(Double(limit).squareRoot())
      return ImageSize(width: side, height: side)
    }
  }

  /// Traces the network of an experiment on a few tiny images.
  ///
  /// - Parameter autocast: what convolutions compute in.
  static func find(
    _ config: ExperimentConfig, _ data: DataPlan, autocast: DType?
  ) throws -> Result<NetworkCost, ExperimentPlan.UnknownCost> {
    let samples = Samples(config, data)
    let weights = config.network(channels: samples.channels).parameterCount
    if let unknown = ExperimentPlan.UnknownCost(weights: weights, availableMemory: Host.availableMemory) {
      return .failure(unknown)
    }
    let trace = try NetworkTrace(
      config, channels: samples.channels, autocast: autocast, isPadded: samples.isPadded)
    guard let cost = try NetworkCost(trace, batch: samples.batch, scored: samples.scored) else {
      return .failure(
        ExperimentPlan.UnknownCost(reason: "unknown: this network does something else on small images"))
    }
    return .success(cost)
  }
}
