import Foundation

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

  private init(rows: [Double]) { self.rows = rows }

  /// Where the map takes a point.
  public func callAsFunction(x: Double, y: Double) -> (x: Double, y: Double) {
    let scale = depth(x: x, y: y)
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
}

// MARK: What it does

extension Homography {
  /// Whether it takes whole numbers to whole numbers.
  var isWhole: Bool { rows[6...].elementsEqual([0, 0, 1]) && rows.allSatisfy { $0 == $0.rounded() } }

  /// What the numbers of a point's image are divided by; 0 on the line that goes to infinity.
  func depth(x: Double, y: Double) -> Double { rows[6] * x + rows[7] * y + rows[8] }

  /// The least `depth` of the points within ±x, ±y.
  func leastDepth(x: Double, y: Double) -> Double { rows[8] - abs(rows[6]) * x - abs(rows[7]) * y }
}

// MARK: Making one

extension Homography {
  static func translation(_ x: Double, _ y: Double) -> Homography {
    Homography(a: 1, b: 0, c: 0, d: 1, x: x, y: y)
  }

  static func scaling(_ x: Double, _ y: Double) -> Homography {
    Homography(a: x, b: 0, c: 0, d: y, x: 0, y: 0)
  }

  /// Turns by quarters, of which 1 takes (1, 0) to (0, 1); all entries are exactly 0 or ±1.
  static func quarterTurns(_ count: Int) -> Homography {
    let (cosine, sine) = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)][count & 3]
    return Homography(a: cosine, b: -sine, c: sine, d: cosine, x: 0, y: 0)
  }

  /// Turns by an angle and looks at a part `zoom` times as small.
  static func rotation(degrees: Double, zoom: Double) -> Homography {
    guard degrees != 0 || zoom != 1 else { return .identity }
    let (sine, cosine) = (sin(degrees * .pi / 180) / zoom, cos(degrees * .pi / 180) / zoom)
    return Homography(a: cosine, b: -sine, c: sine, d: cosine, x: 0, y: 0)
  }

  /// Takes the corners of the square -1...1 to points that lie so far inwards; `depth` is 1 in its middle.
  ///
  /// Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), section 2.2.3.
  ///
  /// - Parameter moves: For the corners (-1, -1), (1, -1), (1, 1) and (-1, 1) how far along x and along y.
  static func view(movingCorners moves: [Double]) -> Homography {
    let x = [moves[0] - 1, 1 - moves[2], 1 - moves[4], moves[6] - 1]
    let y = [moves[1] - 1, moves[3] - 1, 1 - moves[5], 1 - moves[7]]
    let (firstX, firstY) = (x[1] - x[2], y[1] - y[2])
    let (secondX, secondY) = (x[3] - x[2], y[3] - y[2])
    let (sumX, sumY) = (x[0] - x[1] + x[2] - x[3], y[0] - y[1] + y[2] - y[3])
    let area = firstX * secondY - secondX * firstY
    let g = (sumX * secondY - secondX * sumY) / area
    let h = (firstX * sumY - sumX * firstY) / area
    let ofUnitSquare = Homography(rows: [
      x[1] - x[0] + g * x[1], x[3] - x[0] + h * x[3], x[0],
      y[1] - y[0] + g * y[1], y[3] - y[0] + h * y[3], y[0],
      g, h, 1,
    ])
    let view = ofUnitSquare * Homography(a: 0.5, b: 0, c: 0, d: 0.5, x: 0.5, y: 0.5)
    return Homography(rows: view.rows.map { $0 / view.rows[8] })
  }
}
