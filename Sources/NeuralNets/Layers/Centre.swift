import Torch

extension Tensor {
  /// The middle of the last two dimensions, a view; itself where that is all.
  func centre(height: Int, width: Int) throws(TorchError) -> Tensor {
    let shape = shape
    let (rows, columns) = (shape.count - 2, shape.count - 1)
    let (top, left) = ((shape[rows] - height) / 2, (shape[columns] - width) / 2)
    if shape[rows] == height && shape[columns] == width { return self }
    return try narrowed(rows, top..<top + height).narrowed(columns, left..<left + width)
  }
}
