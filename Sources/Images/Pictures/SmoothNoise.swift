/// A random landscape: values in -1...1 at the knots of a grid, and smooth in between.
struct SmoothNoise {
  private let values: [Double]

  init(spacing: Int, size: ImageSize, stream: inout RandomStream) {
    let columns = size.width / spacing + 2
    let knots = (0..<(columns * (size.height / spacing + 2))).map { _ in stream.uniform(in: -1...1) }
    values = (0..<size.area).map { pixel in
      let (x, y) = (pixel % size.width, pixel / size.width)
      let (column, across) = Self.place(x, spacing)
      let (row, down) = Self.place(y, spacing)
      let start = row * columns + column
      let top = knots[start] + (knots[start + 1] - knots[start]) * across
      let bottom = knots[start + columns] + (knots[start + columns + 1] - knots[start + columns]) * across
      return top + (bottom - top) * down
    }
  }

  subscript(pixel: Int) -> Double { values[pixel] }

  /// The knot before a position, and a smooth 0...1 of the way to the next one.
  private static func place(_ position: Int, _ spacing: Int) -> (knot: Int, part: Double) {
    let part = Double(position % spacing) / Double(spacing)
    return (position / spacing, part * part * (3 - 2 * part))
  }
}
