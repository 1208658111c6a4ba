/// How far each pixel of a sample is moved before its place in the image is looked up: a product of few numbers.
///
/// At row y and column x it is (R · X · Cᵀ)[y, x] along x and (R · Y · Cᵀ)[y, x] along y, in pixels of the sample, with the weights R of
/// `rows` and C of `columns`, and the coefficients X of `x` and Y of `y`. So a host draws it, and a device multiplies it out.
public struct DisplacementField: Hashable, Sendable {
  /// The weights of the coefficients at each row of the sample: `[H, m]`.
  public let rows: Basis
  /// The weights of the coefficients at each column of the sample: `[W, n]`.
  public let columns: Basis
  /// The coefficients of the displacement along x, in pixels: `[m, n]`, row by row.
  public let x: [Float]
  /// The coefficients of the displacement along y, in pixels: `[m, n]`, row by row.
  public let y: [Float]
  /// No pixel is moved further than this along each axis, in pixels.
  public let reach: Reach

  /// A distance along each axis, in pixels.
  public struct Reach: Hashable, Sendable {
    /// Along x.
    public let x: Double
    /// Along y.
    public let y: Double
  }

  private init(_ rows: Basis, _ columns: Basis, x: [Float], y: [Float]) {
    (self.rows, self.columns, self.x, self.y) = (rows, columns, x, y)
    reach = Reach(x: Self.greatest(x, rows, columns), y: Self.greatest(y, rows, columns))
  }

  /// A bound of the field: exact along y, and along x as if the coefficients conspired.
  ///
  /// A thousandth more makes up for what single precision rounds.
  private static func greatest(_ coefficients: [Float], _ rows: Basis, _ columns: Basis) -> Double {
    let count = columns.count
    var greatest: Float = 0
    var sums = [Float](repeating: 0, count: count)
    for start in stride(from: 0, to: rows.values.count, by: rows.count) {
      for column in 0..<count { sums[column] = 0 }
      // Most of the weights of a row are 0.
      for index in 0..<rows.count where rows.values[start + index] != 0 {
        let weight = rows.values[start + index]
        for column in 0..<count { sums[column] += weight * coefficients[index * count + column] }
      }
      for column in 0..<count { greatest = max(greatest, abs(sums[column])) }
    }
    return 1.001 * Double(greatest) * Double(columns.greatestSum)
  }
}

extension DisplacementField {
  /// Random displacements of points that span the sample from edge to edge, bicubically interpolated.
  init(_ elastic: Augmentation.Elastic, of size: ImageSize, using stream: inout RandomStream) {
    let (x, y) = Self.normals(
      elastic.grid * elastic.grid, deviation: elastic.displacement, using: &stream)
    self.init(
      .cubic(points: elastic.grid, length: size.height), .cubic(points: elastic.grid, length: size.width),
      x: x, y: y)
  }

  /// White noise on a lattice, smoothed by a Gaussian and scaled to the standard deviation that is asked for, at each pixel.
  ///
  /// The lattice is as fine as the Gaussian is wide, and goes beyond the sample's edges as far as the Gaussian does: the field's
  /// autocovariance is a Gaussian √2 times as wide within 0.0002 of its variance, as that of noise at each pixel would be.
  init(_ elastic: Augmentation.SmoothElastic, of size: ImageSize, using stream: inout RandomStream) {
    let rows = Basis.gaussian(deviation: elastic.smoothness, length: size.height)
    let columns = Basis.gaussian(deviation: elastic.smoothness, length: size.width)
    let (x, y) = Self.normals(
      rows.count * columns.count, deviation: elastic.displacement, using: &stream)
    self.init(rows, columns, x: x, y: y)
  }

  /// Cells whose sides are stretched and squeezed, their sum kept.
  init(_ distortion: Augmentation.GridDistortion, of size: ImageSize, using stream: inout RandomStream) {
    let x = Self.shifts(distortion, length: size.width, using: &stream)
    let y = Self.shifts(distortion, length: size.height, using: &stream)
    self.init(
      .linear(cells: distortion.steps, length: size.height),
      .linear(cells: distortion.steps, length: size.width),
      x: y.flatMap { _ in x }, y: y.flatMap { shift in x.map { _ in shift } })
  }

  private static func normals(
    _ count: Int, deviation: Double, using stream: inout RandomStream
  ) -> (x: [Float], y: [Float]) {
    var (x, y): ([Float], [Float]) = ([], [])
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    for _ in 0..<count {
      let (first, second) = stream.normalPair()
      x.append(Float(deviation * first))
      y.append(Float(deviation * second))
    }
    return (x, y)
  }

  /// How far the cells' boundaries move along an axis of so many pixels; the first and the last don't.
  private static func shifts(
    _ distortion: Augmentation.GridDistortion, length: Int, using stream: inout RandomStream
  ) -> [Float] {
    let sides = (0..<distortion.steps).map { _ in 1 + stream.uniform(in: -1...1) * distortion.limit }
    let whole = sides.reduce(0, +)
    var shifts: [Float] = [0]
    var end = 0.0
    for (number, side) in sides.dropLast().enumerated() {
      end += side
      shifts.append(
        Float((end / whole - Double(number + 1) / Double(distortion.steps)) * Double(length - 1)))
    }
    return shifts + [0]
  }
}

extension [DisplacementField] {
  /// How far all of them together move a pixel along each axis at most, in pixels.
  var reach: (x: Double, y: Double) {
    reduce((0, 0)) { ($0.x + $1.reach.x, $0.y + $1.reach.y) }
  }
}
