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
    self.init(
      sizes: images.map(\.size), channels: images.first?.channels ?? 0, low: low, high: high, threads: threads
    ) { images[$0] }
  }

  /// The percentiles of all pixels of images that need not be in memory together; each is asked for twice.
  init<Failure>(
    sizes: [ImageSize], channels: Int, low: Double, high: Double, threads: Int,
    image: @Sendable (Int) throws(Failure) -> PixelImage
  ) throws(Failure) {
    let last = Double(sizes.reduce(0) { $0 + $1.area } - 1)
    let places = [low, high].map { last * $0 / 100 }
    let ranks = places.flatMap { [Int($0.rounded(.down)), Int($0.rounded(.up))] }
    let values = try RankSelection(count: sizes.count, channels: channels, threads: threads)
      .values(at: ranks, of: image)
    let bounds = values.map { values in
      places.indices.map { index in
        let (below, above) = (Double(values[2 * index]), Double(values[2 * index + 1]))
        return below + (above - below) * (places[index] - places[index].rounded(.down))
      }
    }
    self.low = bounds.map { $0[0] }
    self.high = bounds.map { $0[1] }
  }
}
