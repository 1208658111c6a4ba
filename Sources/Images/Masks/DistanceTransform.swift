/// The exact Euclidean distance of every pixel to the nearest of a set of pixels.
///
/// In two passes, columns and then rows, each the lower envelope of parabolas (Felzenszwalb and Huttenlocher 2012): the time grows
/// with the number of pixels alone. Equal to SciPy's `distance_transform_edt`, but for a set without a pixel, where this is infinite.
public enum DistanceTransform {
  /// The squared distances, in pixels², rows from top to bottom.
  ///
  /// - Parameter isSource: whether a pixel belongs to the set; `size.area` of them.
  public static func squared(to isSource: [Bool], size: ImageSize) -> [Double] {
    precondition(isSource.count == size.area, "one value for each pixel")
    var distances = isSource.map { $0 ? 0 : Double.infinity }
    var line = Line(capacity: max(size.width, size.height))
    for column in 0..<size.width {
      line.transform(&distances, from: column, step: size.width, count: size.height)
    }
    for row in 0..<size.height {
      line.transform(&distances, from: row * size.width, step: 1, count: size.width)
    }
    return distances
  }

  /// The buffers of a one-dimensional transform, which are the same for every row and column.
  private struct Line {
    private var values: [Double]
    /// The places whose parabolas make up the lower envelope.
    private var vertices: [Int]
    /// Where each of them begins to be the lowest.
    private var starts: [Double]

    init(capacity: Int) {
      values = Array(repeating: 0, count: capacity)
      vertices = Array(repeating: 0, count: capacity)
      starts = Array(repeating: 0, count: capacity + 1)
    }

    /// Replaces `count` values by the least of value plus squared distance over all places of the line.
    mutating func transform(_ distances: inout [Double], from first: Int, step: Int, count: Int) {
      for place in 0..<count { values[place] = distances[first + place * step] }
      let parabolas = envelope(count)
      guard parabolas > 0 else { return }
      var current = 0
      for place in 0..<count {
        while current + 1 < parabolas, starts[current + 1] < Double(place) { current += 1 }
        let offset = Double(place - vertices[current])
        distances[first + place * step] = offset * offset + values[vertices[current]]
      }
    }

    /// Finds the lower envelope of the parabolas over all finite values; returns how many take part.
    private mutating func envelope(_ count: Int) -> Int {
      var parabolas = 0
      for place in 0..<count where values[place].isFinite {
        var start = -Double.infinity
        while parabolas > 0 {
          start = crossing(vertices[parabolas - 1], place)
          if start > starts[parabolas - 1] { break }
          parabolas -= 1
        }
        vertices[parabolas] = place
        starts[parabolas] = parabolas == 0 ? -.infinity : start
        parabolas += 1
      }
      return parabolas
    }

    /// Where the parabola of `right` becomes lower than that of `left`.
    private func crossing(_ left: Int, _ right: Int) -> Double {
      let (a, b) = (Double(left), Double(right))
      return ((values[right] + b * b) - (values[left] + a * a)) / (2 * (b - a))
    }
  }
}
