/// Number, sum of values, and sum of squared distances from the mean, for each channel.
///
/// Merging is Chan, Golub and LeVeque's (1979), in a fixed order, which loses nothing to cancellation.
struct Moments: Hashable, Sendable, Codable {
  private var count = 0.0
  private var mean: [Double] = []
  private var squares: [Double] = []

  init() {}

  init(of image: PixelImage) {
    count = Double(image.size.area)
    let scale = image.storage.unitScale
    for (mean, squares) in Self.sums(of: image) {
      self.mean.append(mean * scale)
      self.squares.append(squares * scale * scale)
    }
  }

  var statistics: ChannelStatistics {
    ChannelStatistics(mean: mean, standardDeviation: squares.map { ($0 / max(1, count)).squareRoot() })
  }

  /// Adds other pixels, which have as many channels.
  mutating func merge(_ other: Moments) {
    if count == 0 {
      self = other
      return
    }
    let total = count + other.count
    for channel in mean.indices where other.mean.indices.contains(channel) {
      let distance = other.mean[channel] - mean[channel]
      squares[channel] += other.squares[channel] + distance * distance * count * other.count / total
      mean[channel] += distance * other.count / total
    }
    count = total
  }

  private static func sums(of image: PixelImage) -> [(mean: Double, squares: Double)] {
    if let counts = image.valueCounts { return counts.map { whole($0, of: image.size.area) } }
    guard case .float(let values) = image.storage else { return [] }
    return (0..<image.channels).map { real(values, $0, image.channels) }
  }

  /// Whole numbers are summed without any rounding.
  private static func whole(_ histogram: ArraySlice<UInt32>, of total: Int) -> (mean: Double, squares: Double)
  {
    var sum: UInt64 = 0
    var sumOfSquares: UInt64 = 0
    for (value, count) in histogram.enumerated() where count > 0 {
      sum &+= UInt64(value) &* UInt64(count)
      sumOfSquares &+= UInt64(value) &* UInt64(value) &* UInt64(count)
    }
    let mean = Double(sum) / Double(total)
    return (mean, max(0, Double(sumOfSquares) - mean * Double(sum)))
  }

  private static func real(
    _ values: [Float], _ channel: Int, _ channels: Int
  ) -> (mean: Double, squares: Double) {
    let indices = stride(from: channel, to: values.count, by: channels)
    let mean = indices.reduce(0.0) { $0 + Double(values[$1]) } / Double(values.count / channels)
    let squares = indices.reduce(0.0) { sum, index in
      let distance = Double(values[index]) - mean
      return sum + distance * distance
    }
    return (mean, squares)
  }
}
