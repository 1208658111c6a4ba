/// Mean and standard deviation of each channel over the pixels of many images.
///
/// Values are scaled to 0...1 first: uint8 by 1/255, uint16 by 1/65535; float stays as it is.
public struct ChannelStatistics: Hashable, Sendable {
  /// The mean of each channel.
  public let mean: [Double]
  /// The standard deviation of each channel, over all pixels (divided by their number).
  public let standardDeviation: [Double]
}

extension ChannelStatistics {
  /// The statistics of all pixels of `images`, which have one number of channels; equal to the bit whatever `threads` is.
  public init(of images: [PixelImage], threads: Int) {
    let moments = Parallel.map(images.count, threads: threads) { Moments(of: images[$0]) }
    self = moments.reduce(into: Moments()) { $0.merge($1) }.statistics
  }
}
