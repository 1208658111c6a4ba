import Experiment
import Images

extension NormalizationConfig {
  /// The same with what it takes from the training images.
  ///
  /// - Parameters:
  ///   - images: the training images.
  ///   - channels: values of one pixel.
  ///   - threads: how many images are looked at at once; changes no number.
  func record(
    of images: @autoclosure () throws -> [PixelImage], channels: Int, threads: Int
  ) rethrows -> NormalizationRecord {
    switch self {
    case .dataset:
      let statistics = try ChannelStatistics(of: images(), threads: threads)
      return .constants(.dataset, mean: statistics.mean, std: statistics.standardDeviation)
    case .image: return .image
    case .imagenet:
      // The statistics that torchvision's models were trained with.
      return .constants(.imagenet, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225])
    case .percentiles(let low, let high, .image): return .percentiles(low: low, high: high, nil)
    case .percentiles(let low, let high, .dataset):
      let found = try ChannelPercentiles(of: images(), low: low, high: high, threads: threads)
      return .percentiles(low: low, high: high, .init(low: found.low, high: found.high))
    case .none:
      return .constants(
        .none, mean: Array(repeating: 0, count: channels), std: Array(repeating: 1, count: channels))
    }
  }
}

extension NormalizationRecord {
  /// What an image is scaled by: as it is in its file, or resized, before it is cropped or changed.
  func scaling(of image: PixelImage) -> ChannelScaling {
    switch self {
    case .constants(_, let mean, let std): return ChannelScaling(mean: mean, std: std)
    case .image:
      let statistics = ChannelStatistics(of: [image], threads: 1)
      return ChannelScaling(mean: statistics.mean, std: statistics.standardDeviation)
    case .percentiles(_, _, let bounds?): return ChannelScaling(low: bounds.low, high: bounds.high)
    case .percentiles(let low, let high, nil):
      let found = ChannelPercentiles(of: [image], low: low, high: high, threads: 1)
      return ChannelScaling(low: found.low, high: found.high)
    }
  }
}
