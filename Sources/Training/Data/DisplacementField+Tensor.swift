import Images
import Torch

extension DisplacementField {
  /// The displacement of every pixel of a batch, x and then y, in pixels of the samples; nil where there is none.
  ///
  /// Each sample has products of its own, so that what else is in the batch changes no bit of it.
  ///
  /// - Parameters:
  ///   - fields: those of each sample, of which none, one or several are made for samples of `size`.
  ///   - size: the size of the samples.
  /// - Returns: `[N, H, W, 2]` of float32; a sample without fields has zeros.
  static func tensor(
    _ fields: [[DisplacementField]], size: ImageSize, on device: Device
  ) throws -> Tensor? {
    if fields.allSatisfy(\.isEmpty) { return nil }
    let result = try Tensor.zeros([fields.count, size.height, size.width, 2], on: device)
    for (number, fields) in fields.enumerated() {
      let sample = try result.selected(0, number).permuted([2, 0, 1])
      for field in fields { try sample.addInPlace(field.tensor(size: size, on: device)) }
    }
    return result
  }

  /// `[2, H, W]`.
  private func tensor(size: ImageSize, on device: Device) throws -> Tensor {
    let coefficients = try Tensor(x + y, shape: [2, rows.count, columns.count], on: device)
    let left = try Tensor(rows.values, shape: [size.height, rows.count], on: device)
    let right = try Tensor(columns.values, shape: [size.width, columns.count], on: device)
    return try left.matrixMultiplied(by: coefficients).matrixMultiplied(by: right.permuted([1, 0]))
  }
}
