import Foundation

extension DisplacementField {
  /// How much each of a few coefficients along an axis counts at each of its pixels.
  public struct Basis: Hashable, Sendable {
    /// The number of coefficients.
    public let count: Int
    /// Their weights: `[length, count]`, pixel by pixel.
    public let values: [Float]

    /// The number of pixels.
    public var length: Int { values.count / count }

    /// The greatest sum of the sizes of a pixel's weights.
    var greatestSum: Float {
      stride(from: 0, to: values.count, by: count).reduce(0) { greatest, start in
        max(greatest, values[start..<start + count].reduce(0) { $0 + abs($1) })
      }
    }

    private init(count: Int, length: Int, _ fill: (Int, inout [Float], Int) -> Void) {
      self.count = count
      var values = [Float](repeating: 0, count: count * length)
      for pixel in 0..<length { fill(pixel, &values, pixel * count) }
      self.values = values
    }
  }
}

extension DisplacementField.Basis {
  /// Where a pixel lies between the first of `points` (0) and the last, which are at the first pixel and the last.
  private static func place(_ pixel: Int, _ points: Int, _ length: Int) -> Double {
    length > 1 ? Double(pixel * (points - 1)) / Double(length - 1) : 0
  }

  /// Cubic convolution (Keys 1981, a = -0.75) of points at the edges and evenly between, of which the outermost go on beyond the
  /// edges: PyTorch's `interpolate(mode="bicubic", align_corners=True)`.
  static func cubic(points: Int, length: Int) -> Self {
    Self(count: points, length: length) { pixel, values, start in
      let place = place(pixel, points, length)
      let first = Int(place)
      for neighbour in first - 1...first + 2 {
        values[start + min(max(neighbour, 0), points - 1)] += Float(keys(abs(place - Double(neighbour))))
      }
    }
  }

  /// The weight of a point at a distance.
  private static func keys(_ distance: Double) -> Double {
    let a = -0.75
    if distance <= 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
    return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0
  }

  /// A Gaussian about each point of a lattice, cut off at four deviations as SciPy's `gaussian_filter` does; the squares of a pixel's
  /// weights sum up to 1.
  ///
  /// The points lie one deviation from each other, or one pixel where that is more, and four deviations beyond the edges.
  ///
  /// - Parameter deviation: In pixels, above 0.
  static func gaussian(deviation: Double, length: Int) -> Self {
    let spacing = max(1, deviation)
    let beyond = (4 * deviation / spacing).rounded(.up)
    let count = Int((Double(length - 1) / spacing).rounded(.up) + 2 * beyond) + 1
    return Self(count: count, length: length) { pixel, values, start in
      let place = Double(pixel) / spacing + beyond
      let reach = 4 * deviation / spacing
      let near = Int((place - reach).rounded(.up))...Int((place + reach).rounded(.down))
      let weights = near.map { point in
        let distance = (Double(point) - place) * spacing / deviation
        return exp(-distance * distance / 2)
      }
      let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (point, weight) in zip(near, weights) { values[start + point] = Float(weight / norm) }
    }
  }

  /// Linear interpolation between the boundaries of `cells` cells.
  static func linear(cells: Int, length: Int) -> Self {
    Self(count: cells + 1, length: length) { pixel, values, start in
      let place = place(pixel, cells + 1, length)
      let first = min(Int(place), cells - 1)
      let part = Float(place - Double(first))
      values[start + first] = 1 - part
      values[start + first + 1] = part
    }
  }
}
