import Images
import Torch

extension DisplacementField {
  /// The displacement of every pixel of a batch, x and then y, in pixels of the samples; nil where there is none.
  ///
  /// The fields of a sample stand side by side in one product of three matrices, filled up with zeros to the largest of the batch.
  ///
  /// - Parameters:
  ///   - fields: those of each sample, of which none, one or several are made for samples of `size`.
  ///   - size: the size of the samples.
  /// - Returns: `[N, H, W, 2]` of float32; a sample without fields has zeros.
  static func tensor(
    _ fields: [[DisplacementField]], size: ImageSize, on device: Device
  ) throws -> Tensor? {
    let rowCount = fields.map { $0.reduce(0) { $0 + $1.rows.count } }.max() ?? 0
    let columnCount = fields.map { $0.reduce(0) { $0 + $1.columns.count } }.max() ?? 0
    guard rowCount > 0, columnCount > 0 else { return nil }
    func weights(_ basis: (DisplacementField) -> Basis, _ length: Int, _ count: Int) throws -> Tensor {
      var values: [Float] = []
      values.reserveCapacity(fields.count * length * count)
      for bases in fields.map({ $0.map(basis) }) {
        let missing = repeatElement(Float(0), count: count - bases.reduce(0) { $0 + $1.count })
        for pixel in 0..<length {
          for basis in bases {
            values.append(contentsOf: basis.values[pixel * basis.count..<(pixel + 1) * basis.count])
          }
          values.append(contentsOf: missing)
        }
      }
      return try Tensor(values, shape: [fields.count, 1, length, count], on: device)
    }
    let coefficients = try Tensor(
      fields.flatMap { sample in
        [\DisplacementField.x, \.y].flatMap { blocks(sample, $0, rows: rowCount, columns: columnCount) }
      }, shape: [fields.count, 2, rowCount, columnCount], on: device)
    let rows = try weights(\.rows, size.height, rowCount)
    let columns = try weights(\.columns, size.width, columnCount)
    return try rows.matrixMultiplied(by: coefficients)
      .matrixMultiplied(by: columns.permuted([0, 1, 3, 2])).permuted([0, 2, 3, 1]).laidOut(.contiguous)
  }

  /// The coefficients of a sample's fields along one axis, as blocks on the diagonal of `[rows, columns]`.
  private static func blocks(
    _ fields: [DisplacementField], _ axis: KeyPath<DisplacementField, [Float]>, rows: Int, columns: Int
  ) -> [Float] {
    var values = [Float](repeating: 0, count: rows * columns)
    var (top, left) = (0, 0)
    for field in fields {
      let coefficients = field[keyPath: axis]
      for row in 0..<field.rows.count {
        let start = (top + row) * columns + left
        values.replaceSubrange(
          start..<start + field.columns.count,
          with: coefficients[row * field.columns.count..<(row + 1) * field.columns.count])
      }
      (top, left) = (top + field.rows.count, left + field.columns.count)
    }
    return values
  }
}
