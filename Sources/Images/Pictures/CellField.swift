import Foundation

/// Where the synthetic cells are: soft irregular blobs, some of which touch.
struct CellField {
  /// A blob around a centre, whose radius varies with the angle.
  private struct Cell {
    let x: Double
    let y: Double
    let radius: Double
    let brightness: Double
    /// Amplitude and phase of the radius' variation with 2, 3 and 4 lobes.
    let lobes: [(amplitude: Double, phase: Double)]

    /// The distance of a point from the centre, in radii of that direction: below 1 is inside.
    func depth(_ px: Double, _ py: Double) -> Double {
      let (dx, dy) = (px - x, py - y)
      let angle = atan2(dy, dx)
      let variation = lobes.enumerated().reduce(1.0) { sum, lobe in
        sum + lobe.element.amplitude * cos(Double(lobe.offset + 2) * angle + lobe.element.phase)
      }
      return (dx * dx + dy * dy).squareRoot() / (radius * variation)
    }
  }

  let size: ImageSize
  /// The cell of each pixel, from 1; 0 is background.
  let labels: [Int]
  /// How far inside its cell each pixel is: 1 in the centre, 0 at the outline and outside.
  let domes: [Double]
  /// The brightness of each cell, from number 1; the first stands for the background.
  let brightness: [Double]

  /// The largest distance that `outlineDistance` looks at.
  static let reach = 6

  init(size: ImageSize, stream: inout RandomStream) {
    let cells = Self.placed(in: size, &stream)
    var labels = [Int](repeating: 0, count: size.area)
    var domes = [Double](repeating: 0, count: size.area)
    for pixel in 0..<size.area {
      let (x, y) = (Double(pixel % size.width), Double(pixel / size.width))
      var nearest = 1.0
      for (number, cell) in cells.enumerated() where abs(cell.x - x) < 30 && abs(cell.y - y) < 30 {
        let depth = cell.depth(x, y)
        if depth < nearest { (nearest, labels[pixel]) = (depth, number + 1) }
      }
      domes[pixel] = max(0, 1 - nearest * nearest).squareRoot()
    }
    self.size = size
    self.labels = labels
    self.domes = domes
    brightness = [0] + cells.map(\.brightness)
  }

  /// Throws darts; a cell may stand so near to another that the two touch and flatten each other.
  private static func placed(in size: ImageSize, _ stream: inout RandomStream) -> [Cell] {
    var cells: [Cell] = []
    for _ in 0..<(size.area / 60) {
      let cell = Cell(
        x: stream.uniform(in: -6...Double(size.width + 6)),
        y: stream.uniform(in: -6...Double(size.height + 6)),
        radius: stream.uniform(in: 9...16), brightness: stream.uniform(in: 0.55...1),
        lobes: [0.13, 0.07, 0.045].map { (stream.uniform(in: 0...$0), stream.uniform(in: 0...(2 * .pi))) })
      let isFree = cells.allSatisfy { other in
        let (dx, dy) = (other.x - cell.x, other.y - cell.y)
        return (dx * dx + dy * dy).squareRoot() > 0.82 * (other.radius + cell.radius)
      }
      // Room stays free between the groups, as in a real culture.
      if isFree, cells.count < size.area / 720 { cells.append(cell) }
    }
    return cells
  }

  /// For each pixel, the distance to the nearest pixel of another label, at most `reach`.
  var outlineDistance: [Double] {
    let offsets = Self.offsetsByDistance
    return labels.indices.map { pixel in
      let (x, y) = (pixel % size.width, pixel / size.width)
      let label = labels[pixel]
      let nearest = offsets.first { offset in
        let (nx, ny) = (x + offset.x, y + offset.y)
        guard (0..<size.width).contains(nx), (0..<size.height).contains(ny) else { return false }
        return labels[ny * size.width + nx] != label
      }
      return nearest?.distance ?? Double(Self.reach)
    }
  }

  private static let offsetsByDistance: [(x: Int, y: Int, distance: Double)] = {
    let all = (-reach...reach).flatMap { y in
      (-reach...reach).map { x in (x: x, y: y, distance: Double(x * x + y * y).squareRoot()) }
    }
    return all.filter { $0.distance > 0 && $0.distance < Double(reach) }.sorted { $0.distance < $1.distance }
  }()
}
