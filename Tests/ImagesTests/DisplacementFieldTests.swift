import Foundation
import Testing

@testable import Images

/// Numbers that Scripts/fixtures_images/fields.py made with PyTorch and SciPy.
private struct FieldNumbers: Decodable {
  struct Cubic: Decodable {
    let points, height, width: Int
    let grid, field: [Double]
  }

  struct Correlation: Decodable {
    let smoothness: Double
    let values: [Double]
  }

  let cubic: [Cubic]
  let correlation: [Correlation]

  init() throws { self = try JSONDecoder().decode(Self.self, from: Data(fixtureBytes("fields.json"))) }
}

@Suite("A displacement field is a product of few random numbers")
struct DisplacementFieldTests {
  private typealias Basis = DisplacementField.Basis

  private func fields(
    _ size: ImageSize, count: Int, _ change: (inout Augmentation.Geometry) -> Void
  ) throws -> [DisplacementField] {
    var augmentation = Augmentation()
    change(&augmentation.geometry)
    return try (0..<count).map {
      let draw = augmentation.draw(seed: 4, epoch: 1, position: $0, imageSize: size, cropSize: size)
      #expect(draw.fields.count == 1 && !draw.isExact && draw.matrix == .identity)
      return try #require(draw.fields.first)
    }
  }

  @Test("Coarse grids are interpolated as by PyTorch's bicubic interpolation, corners aligned")
  func cubic() throws {
    for item in try FieldNumbers().cubic {
      let rows = Basis.cubic(points: item.points, length: item.height)
      let columns = Basis.cubic(points: item.points, length: item.width)
      for (pixel, expected) in item.field.enumerated() {
        let found = value(item.grid.map(Float.init), rows, columns, pixel / item.width, pixel % item.width)
        #expect(abs(found - expected) < 1e-5)
      }
    }
  }

  @Test("Smooth fields vary together over distances as white noise that SciPy smooths, at the edges too")
  func correlation() throws {
    for item in try FieldNumbers().correlation {
      let basis = Basis.gaussian(deviation: item.smoothness, length: 40)
      for first in 0..<40 {
        for second in first..<40 {
          let found = zip(weights(basis, first), weights(basis, second)).reduce(0) {
            $0 + Double($1.0 * $1.1)
          }
          let lag = second - first
          let expected = lag < item.values.count ? item.values[lag] : 0
          // SciPy's Gaussian has a value at each pixel, which shows below a deviation of two.
          #expect(abs(found - expected) < 1e-3, "\(item.smoothness), \(first), \(second)")
        }
      }
    }
  }

  @Test("Every pixel's displacement has the deviation that is asked for, along each axis, also in a corner")
  func deviation() throws {
    let size = size(24, 18)
    let drawn = try fields(size, count: 400) {
      ($0.smoothElastic.probability, $0.smoothElastic.smoothness, $0.smoothElastic.displacement) = (1, 5, 3)
    }
    for (x, y) in [(0, 0), (23, 17), (12, 9), (23, 0)] {
      for axis in [\DisplacementField.x, \.y] {
        let values = drawn.map { value($0[keyPath: axis], $0.rows, $0.columns, y, x) }
        let squares = values.reduce(0) { $0 + $1 * $1 } / 400
        #expect(abs(squares.squareRoot() - 3) < 0.35)
        #expect(abs(values.reduce(0, +) / 400) < 0.5)
      }
    }
    let product = drawn.reduce(0) {
      $0 + value($1.x, $1.rows, $1.columns, 9, 12) * value($1.y, $1.rows, $1.columns, 9, 12)
    }
    #expect(abs(product / 400) < 9 * 0.2, "the axes are independent")
  }

  @Test("A coarse grid's points have the displacements that were drawn, in pixels, from corner to corner")
  func coarse() throws {
    let drawn = try fields(size(33, 17), count: 300) {
      ($0.elastic.probability, $0.elastic.grid, $0.elastic.displacement) = (1, 3, 10)
    }
    for field in drawn {
      for point in 0..<9 {
        let found = value(field.x, field.rows, field.columns, point / 3 * 8, point % 3 * 16)
        #expect(abs(found - Double(field.x[point])) < 1e-4)
      }
    }
    let all = drawn.flatMap { $0.x + $0.y }
    let deviation = (all.reduce(0) { $0 + Double($1 * $1) } / Double(all.count)).squareRoot()
    #expect(abs(deviation - 10) < 0.4)
  }

  @Test(
    "A distorted grid keeps the edges, the order of pixels, and cells whose sides differ by the limit at most"
  )
  func grid() throws {
    let drawn = try fields(size(31, 21), count: 60) {
      ($0.gridDistortion.probability, $0.gridDistortion.steps, $0.gridDistortion.limit) = (1, 5, 0.9)
    }
    var squeezed = 1.0
    for field in drawn {
      let x = (0..<31).map { Double($0) + value(field.x, field.rows, field.columns, 7, $0) }
      let y = (0..<21).map { Double($0) + value(field.y, field.rows, field.columns, $0, 13) }
      #expect(abs(value(field.x, field.rows, field.columns, 0, 13) - (x[13] - 13)) < 1e-6, "rows shift alike")
      for (places, last) in [(x, 30.0), (y, 20)] {
        #expect(places.first == 0 && places.last == last)
        let steps = zip(places.dropFirst(), places).map { $0 - $1 }
        #expect(steps.allSatisfy { (0.1 / 1.9 * 0.99...1.9 / 0.1).contains($0) })
        squeezed = min(squeezed, steps.min() ?? 1)
      }
      // Within a cell of six pixels all are stretched alike.
      #expect(abs((x[1] - x[0]) - (x[6] - x[5])) < 1e-4)
    }
    #expect(squeezed < 0.3)
  }

  @Test("No pixel moves further than the field's reach, which isn't much more than some pixel moves")
  func reach() throws {
    let kinds: [(inout Augmentation.Geometry) -> Void] = [
      { $0.elastic.probability = 1 },
      { ($0.smoothElastic.probability, $0.smoothElastic.smoothness) = (1, 4) },
      { $0.gridDistortion.probability = 1 },
    ]
    for kind in kinds {
      var sums = (most: 0.0, bound: 0.0)
      for field in try fields(size(26, 19), count: 20, kind) {
        let moved = [field].displacements(of: size(26, 19))
        for (values, bound) in [(moved.map(\.x), field.reach.x), (moved.map(\.y), field.reach.y)] {
          let most = values.map(abs).max() ?? 0
          #expect(most <= bound)
          sums = (sums.most + most, sums.bound + bound)
        }
      }
      #expect(sums.bound < 3 * sums.most)
    }
  }

  @Test("A side of one pixel, and Gaussians narrower than a pixel or wider than the sample, give numbers")
  func extremes() throws {
    for smoothness in [0.05, 0.4, 1.3, 500] {
      for size in [size(1, 1), size(1, 9), size(7, 3)] {
        let drawn = try fields(size, count: 3) {
          ($0.smoothElastic.probability, $0.smoothElastic.smoothness) = (1, smoothness)
        }
        for field in drawn {
          #expect((field.rows.length, field.columns.length) == (size.height, size.width))
          #expect((field.rows.values + field.columns.values + field.x).allSatisfy { $0.isFinite })
          #expect(abs(weights(field.rows, size.height - 1).reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
      }
    }
    for kind in [{ $0.elastic.probability = 1 }, { $0.gridDistortion.probability = 1 }]
      as [(inout Augmentation.Geometry) -> Void]
    {
      for field in try fields(size(1, 1), count: 3, kind) {
        #expect((field.rows.values + field.columns.values + field.x + field.y).allSatisfy { $0.isFinite })
      }
    }
  }
}

private func weights(_ basis: DisplacementField.Basis, _ pixel: Int) -> ArraySlice<Float> {
  basis.values[pixel * basis.count..<(pixel + 1) * basis.count]
}

/// The displacement along one axis at a pixel.
private func value(
  _ coefficients: [Float], _ rows: DisplacementField.Basis, _ columns: DisplacementField.Basis, _ y: Int,
  _ x: Int
) -> Double {
  var sum = 0.0
  for (i, row) in weights(rows, y).enumerated() where row != 0 {
    for (j, column) in weights(columns, x).enumerated() {
      sum += Double(row) * Double(column) * Double(coefficients[i * columns.count + j])
    }
  }
  return sum
}

extension [DisplacementField] {
  /// How far each pixel moves, row by row.
  func displacements(of size: ImageSize) -> [(x: Double, y: Double)] {
    var sums = [(x: Double, y: Double)](repeating: (0, 0), count: size.area)
    for field in self {
      let (count, columns) = (field.columns.count, field.columns.values)
      for row in 0..<size.height {
        var lines = [(x: Double, y: Double)](repeating: (0, 0), count: count)
        for index in 0..<field.rows.count {
          let weight = Double(field.rows.values[row * field.rows.count + index])
          if weight == 0 { continue }
          for column in 0..<count {
            lines[column].x += weight * Double(field.x[index * count + column])
            lines[column].y += weight * Double(field.y[index * count + column])
          }
        }
        for pixel in 0..<size.width {
          for column in 0..<count where columns[pixel * count + column] != 0 {
            let weight = Double(columns[pixel * count + column])
            sums[row * size.width + pixel].x += weight * lines[column].x
            sums[row * size.width + pixel].y += weight * lines[column].y
          }
        }
      }
    }
    return sums
  }
}
