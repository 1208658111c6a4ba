/// The outline of a region: places with the length of outline that each stands for, 0 where there is none.
struct Outline {
  /// The size of the grid of places.
  let size: ImageSize
  /// The length at each place, in pixels.
  let lengths: [Double]

  /// A piece of an outline.
  struct Piece {
    /// How long it is, in pixels.
    let length: Double
    /// How far away the nearest piece of the other outline is, in pixels; infinite where there is none.
    let distance: Double
  }

  /// The pieces of this outline with their distances to another one on the same grid.
  func pieces(to other: Outline) -> [Piece] {
    let squares = DistanceTransform.squared(to: other.lengths.map { $0 > 0 }, size: size)
    return zip(lengths, squares).compactMap { length, square in
      length > 0 ? Piece(length: length, distance: square.squareRoot()) : nil
    }
  }
}

extension [Outline.Piece] {
  /// The length of all pieces that lie within `limit` of the other outline; of all there are without a limit.
  func length(within limit: Double = .infinity) -> Double {
    reduce(0) { $1.distance <= limit ? $0 + $1.length : $0 }
  }

  /// The share of the length within a limit, 0 to 1; 0 without a piece.
  func share(within limit: Double) -> Double { isEmpty ? 0 : length(within: limit) / length() }

  /// The distance that a share of the pieces stays within, interpolated linearly between two of them as NumPy and PyTorch do.
  func quantile(_ share: Double) -> Double {
    let distances = map(\.distance).sorted()
    let position = share * Double(distances.count - 1)
    let lower = Int(position)
    let upper = Swift.min(lower + 1, distances.count - 1)
    return distances[lower] + (position - Double(lower)) * (distances[upper] - distances[lower])
  }
}
