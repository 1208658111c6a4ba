/// Two percentiles of each channel over the pixels of one or many images.
///
/// Values are scaled to 0...1 first: uint8 by 1/255, uint16 by 1/65535; float stays as it is. Between two pixels a percentile is
/// interpolated, as `numpy.percentile` does by default. It is exact for every kind of values, in whatever mixture: nothing is binned.
public struct ChannelPercentiles: Hashable, Sendable {
  /// The lower percentile of each channel.
  public let low: [Double]
  /// The higher percentile of each channel.
  public let high: [Double]

  /// The percentiles of all pixels of `images`; the same whatever `threads` is.
  ///
  /// - Parameters:
  ///   - images: At least one, all of the same number of channels.
  ///   - low: How many percent of the pixels are below the lower value, 0 to 100.
  ///   - high: Likewise of the higher value.
  ///   - threads: How many images are looked at at once, at least 1.
  public init(of images: [PixelImage], low: Double, high: Double, threads: Int) {
    let last = Double(images.reduce(0) { $0 + $1.size.area } - 1)
    let places = [low, high].map { last * $0 / 100 }
    let ranks = places.flatMap { [Int($0.rounded(.down)), Int($0.rounded(.up))] }
    let bounds = (0..<(images.first?.channels ?? 0)).map { channel in
      let values = RankSelection(images: images, channel: channel, threads: threads).values(at: ranks)
        .map(Double.init)
      return places.indices.map { index in
        let (below, above) = (values[2 * index], values[2 * index + 1])
        return below + (above - below) * (places[index] - places[index].rounded(.down))
      }
    }
    self.low = bounds.map { $0[0] }
    self.high = bounds.map { $0[1] }
  }
}
