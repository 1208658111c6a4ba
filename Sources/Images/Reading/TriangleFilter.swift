/// The weights with which an axis is brought from one number of pixels to another.
struct TriangleFilter {
  /// For each new pixel, the first old one that counts and the weights from there on; they sum to 1.
  private let taps: [(first: Int, weights: [Float])]
  private let oldCount: Int

  init(from oldCount: Int, to newCount: Int) {
    let step = Double(oldCount) / Double(newCount)
    let reach = max(1, step)
    self.oldCount = oldCount
    taps = (0..<newCount).map { position in
      let center = (Double(position) + 0.5) * step
      let first = max(0, Int(center - reach + 0.5))
      let end = min(oldCount, Int(center + reach + 0.5))
      let weights = (first..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / reach)) }
      let total = weights.reduce(0, +)
      return (first, weights.map { Float($0 / total) })
    }
  }

  /// Filters blocks of `oldCount` lines, each of `inner` values.
  func applied(to values: [Float], inner: Int) -> [Float] {
    let blocks = values.count / (oldCount * inner)
    var result = [Float](repeating: 0, count: blocks * taps.count * inner)
    values.withUnsafeBufferPointer { values in
      result.withUnsafeMutableBufferPointer { result in
        for block in 0..<blocks {
          for (position, tap) in taps.enumerated() {
            let target = (block * taps.count + position) * inner
            for (offset, weight) in tap.weights.enumerated() {
              let source = (block * oldCount + tap.first + offset) * inner
              for index in 0..<inner { result[target + index] += weight * values[source + index] }
            }
          }
        }
      }
    }
    return result
  }
}
