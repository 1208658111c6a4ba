/// How the values of a channel are distributed, in the units of the file.
public struct Intensities: Codable, Hashable, Sendable {
  /// The parts of the pixels that lie at or below each of `quantiles`.
  static let probabilities = [
    0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.999, 1,
  ]

  /// The number of values.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// The value of each of `probabilities`: of n values in order that at p · (n - 1), rounded down.
  let quantiles: [Double]

  /// The least value.
  public var minimum: Double { quantiles.first ?? 0 }
  /// The greatest value.
  public var maximum: Double { quantiles.last ?? 0 }

  /// Looks at each channel of an image.
  static func channels(of image: PixelImage) -> [Intensities] {
    if let counts = image.valueCounts {
      return counts.map { Intensities(histogram: $0, of: image.size.area) }
    }
    guard case .float(let values) = image.storage else { return [] }
    return (0..<image.channels).map { channel in
      let sorted = stride(from: channel, to: values.count, by: image.channels).map { values[$0] }.sorted()
      return Intensities(
        count: sorted.count, mean: sorted.reduce(0) { $0 + Double($1) } / Double(max(1, sorted.count)),
        quantiles: probabilities.map { Double(sorted[Int($0 * Double(sorted.count - 1))]) })
    }
  }

  private init(histogram: ArraySlice<UInt32>, of total: Int) {
    var quantiles: [Double] = []
    var (sum, seen) = (0.0, 0)
    for (value, count) in histogram.enumerated() where count > 0 {
      sum += Double(value) * Double(count)
      seen += Int(count)
      while quantiles.count < Self.probabilities.count,
        Int(Self.probabilities[quantiles.count] * Double(total - 1)) < seen
      {
        quantiles.append(Double(value))
      }
    }
    count = total
    mean = sum / Double(max(1, total))
    self.quantiles = quantiles
  }

  private init(count: Int, mean: Double, quantiles: [Double]) {
    self.count = count
    self.mean = mean
    self.quantiles = quantiles
  }

  /// The value below which that part of the pixels lies, 0...1; between the kept ones interpolated.
  public func quantile(_ probability: Double) -> Double {
    guard let next = Self.probabilities.firstIndex(where: { $0 >= probability }) else { return maximum }
    guard next > 0 else { return minimum }
    let (low, high) = (Self.probabilities[next - 1], Self.probabilities[next])
    return quantiles[next - 1] + (quantiles[next] - quantiles[next - 1]) * (probability - low) / (high - low)
  }

  /// Those of the pixels of several images together; nil for none.
  ///
  /// Minimum, maximum and mean are exact; other quantiles are where the images' interpolated distributions, weighted by their pixels,
  /// reach the probability.
  static func pooled(_ images: [Intensities]) -> Intensities? {
    let count = images.reduce(0) { $0 + $1.count }
    guard count > 0 else { return nil }
    if Set(images.map(\.quantiles)).count == 1, let first = images.first, images.count == 1 { return first }
    let mean = images.reduce(0) { $0 + $1.mean * Double($1.count) } / Double(count)
    let (low, high) = (images.map(\.minimum).min() ?? 0, images.map(\.maximum).max() ?? 0)
    let quantiles = probabilities.map { probability -> Double in
      if probability == 0 { return low }
      if probability == 1 { return high }
      var range = low...high
      for _ in 0..<40 {
        let middle = (range.lowerBound + range.upperBound) / 2
        let below = images.reduce(0) { $0 + $1.part(upTo: middle) * Double($1.count) }
        range = below < probability * Double(count) ? middle...range.upperBound : range.lowerBound...middle
      }
      return (range.lowerBound + range.upperBound) / 2
    }
    return Intensities(count: count, mean: mean, quantiles: quantiles)
  }

  /// The part of the pixels at or below a value.
  private func part(upTo value: Double) -> Double {
    guard value < maximum else { return 1 }
    guard let next = quantiles.firstIndex(where: { $0 > value }), next > 0 else { return 0 }
    let (low, high) = (quantiles[next - 1], quantiles[next])
    let (before, after) = (Self.probabilities[next - 1], Self.probabilities[next])
    return before + (after - before) * (value - low) / (high - low)
  }
}
