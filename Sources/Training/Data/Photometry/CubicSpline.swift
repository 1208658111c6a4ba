/// Enlarges by cubic splines through the pixels of an image.
enum CubicSpline {
  /// How far a pixel reaches: its weight falls to 0.27 of itself with each pixel, below single precision after these.
  private static let reach = 12

  /// Row-major `[count, kept]`: takes `kept` pixels to `count` on the same extent, edges aligned; beyond them the edge pixels go on.
  ///
  /// A spline of third degree takes B-splines at the pixels, with coefficients that are the pixels under the inverse of (1, 4, 1) / 6:
  /// √3 · (√3 − 2)^|k| (Unser, Aldroubi and Eden 1993). It is scipy's `zoom` of order 3 with `grid_mode` and `nearest`.
  static func matrix(from kept: Int, to count: Int) -> [Float] {
    let root = 3.0.squareRoot()
    var inverse = [root]
    for _ in 0..<(reach + 2) { inverse.append(inverse[inverse.count - 1] * (root - 2)) }
    var result: [Float] = []
    result.reserveCapacity(count * kept)
    for index in 0..<count {
      let place = (Double(index) + 0.5) * Double(kept) / Double(count) - 0.5
      let first = place.rounded(.down)
      let weights = basis(place - first)
      var row = Array(repeating: 0.0, count: kept)
      for offset in -reach...(reach + 1) {
        let weight = (0..<4).reduce(0) { $0 + weights[$1] * inverse[min(abs($1 - 1 - offset), reach + 2)] }
        row[min(max(Int(first) + offset, 0), kept - 1)] += weight
      }
      result.append(contentsOf: row.map(Float.init))
    }
    return result
  }

  /// The cubic B-splines around the pixels −1, 0, 1 and 2 at a place in 0..<1.
  private static func basis(_ t: Double) -> [Double] {
    let rest = 1 - t
    return [
      rest * rest * rest / 6, (4 - 6 * t * t + 3 * t * t * t) / 6,
      (4 - 6 * rest * rest + 3 * rest * rest * rest) / 6, t * t * t / 6,
    ]
  }
}
