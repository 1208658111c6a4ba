import Experiment
import Images

extension NormalizationConfig {
  /// The same with what it takes from the training images.
  ///
  /// - Parameters:
  ///   - channels: values of one pixel.
  ///   - statistics: those of the training images, where they are asked for.
  ///   - percentiles: two percentiles of them, likewise.
  func record(
    channels: Int, statistics: @autoclosure () throws -> ChannelStatistics,
    percentiles: (_ low: Double, _ high: Double) throws -> ChannelPercentiles
  ) rethrows -> NormalizationRecord {
    switch self {
    case .dataset:
      let statistics = try statistics()
      return .constants(.dataset, mean: statistics.mean, std: statistics.standardDeviation)
    case .image: return .image
    case .imagenet:
      // The statistics that torchvision's models were trained with.
      return .constants(.imagenet, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    case .percentiles(let low, let high, .image): return .percentiles(low: low, high: high, nil)
    case .percentiles(let low, let high, .dataset):
      let found = try percentiles(low, high)
      return .percentiles(low: low, high: high, .init(low: found.low, high: found.high))
    case .none:
      return .constants(
        .none, mean: Array(repeating: 0, count: channels), std: Array(repeating: 1, count: channels))
    }
  }
}

extension NormalizationRecord {
  /// What an image is scaled by: as it is in its file, or resized, before it is cropped or changed.
  func scaling(of image: @autoclosure () throws -> PixelImage) rethrows -> ChannelScaling {
    switch self {
    case .constants(_, let mean, let std): return ChannelScaling(mean: mean, std: std)
    case .image:
      let statistics = try ChannelStatistics(of: [image()], threads: 1)
      return ChannelScaling(mean: statistics.mean, std: statistics.standardDeviation)
    case .percentiles(_, _, let bounds?): return ChannelScaling(low: bounds.low, high: bounds.high)
    case .percentiles(let low, let high, nil):
      let found = try ChannelPercentiles(of: [image()], low: low, high: high, threads: 1)
      return ChannelScaling(low: found.low, high: found.high)
    }
  }
}
