/// A map of the plane that keeps lines straight, as a 3 x 3 matrix that acts on (x, y, 1).
public struct Homography: Hashable, Sendable {
  /// The matrix, row by row: nine numbers.
  public let rows: [Double]

  /// The map that moves nothing.
  public static let identity = Homography(a: 1, b: 0, c: 0, d: 1, x: 0, y: 0)

  /// Makes the affine map (x', y') = (a x + b y + x0, c x + d y + y0).
  init(a: Double, b: Double, c: Double, d: Double, x: Double, y: Double) {
    rows = [a, b, x, c, d, y, 0, 0, 1]
  }

  /// Where the map takes a point.
  public func callAsFunction(x: Double, y: Double) -> (x: Double, y: Double) {
    let scale = rows[6] * x + rows[7] * y + rows[8]
    return ((rows[0] * x + rows[1] * y + rows[2]) / scale, (rows[3] * x + rows[4] * y + rows[5]) / scale)
  }

  /// The map that does `right` first and then `left`.
  static func * (left: Homography, right: Homography) -> Homography {
    var rows: [Double] = []
    for row in 0..<3 {
      for column in 0..<3 {
        rows.append((0..<3).reduce(0) { $0 + left.rows[3 * row + $1] * right.rows[3 * $1 + column] })
      }
    }
    return Homography(rows: rows)
  }

  private init(rows: [Double]) { self.rows = rows }
}
