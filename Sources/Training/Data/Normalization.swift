import Torch

/// Turns pixel values into what the network sees: scaled to 0...1, less the mean, over the deviation, per channel.
public struct Normalization: Codable, Equatable, Sendable {
  /// The mean of each channel, of values scaled to 0...1.
  public let mean: [Double]
  /// The standard deviation of each channel, likewise.
  public let std: [Double]

  /// The normalisation that only scales.
  static func none(channels: Int) -> Normalization {
    Normalization(
      mean: Array(repeating: 0, count: channels), std: Array(repeating: 1, count: channels))
  }

  /// Applies it to images that are scaled to 0...1.
  ///
  /// - Parameter images: `[N, C, H, W]` of float32.
  func callAsFunction(_ images: Tensor) throws -> Tensor {
    func channels(_ values: [Double]) throws -> Tensor {
      try Tensor(values.map(Float.init), shape: [1, values.count, 1, 1], on: images.device)
    }
    // A channel without any contrast carries nothing; dividing by its deviation would make NaN of it.
    return try (images - channels(mean)) / channels(std.map { $0 > 0 ? $0 : 1 })
  }
}
