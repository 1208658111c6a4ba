import Images
import Torch

/// What one training step sees.
struct Batch {
  /// The names of the images.
  let ids: [String]
  /// `[N, C, H, W]` of float32, normalised, channels last.
  let images: Tensor
  /// `[N, H, W]` of int64: class indices, 255 where a pixel doesn't count.
  let masks: Tensor
  /// What else the images show, where MixUp has added it, and its share of them, 0...1.
  var other: (masks: Tensor, share: Double)?

  /// The number of samples.
  var count: Int { ids.count }
}

extension Batch {
  /// The samples, mixed with each other; the tensors of this batch stay as they are.
  func mixed(_ mixture: Mixture) throws -> Batch {
    switch mixture {
    case .mixup(let partners, let share):
      let index = try Tensor(partners, on: images.device)
      let blended = try images * Scalar(share) + images.indexSelected(0, index) * Scalar(1 - share)
      return Batch(
        ids: ids, images: try blended.laidOut(.channelsLast), masks: masks,
        other: (masks: try masks.indexSelected(0, index), share: 1 - share))
    case .cutmix(let partners, let rectangle):
      let index = try Tensor(partners, on: images.device)
      return Batch(
        ids: ids, images: try images.pasting(rectangle, of: index, rowsAlong: 2),
        masks: try masks.pasting(rectangle, of: index, rowsAlong: 1))
    }
  }
}

extension Tensor {
  /// A copy in which each sample has a rectangle of another one of the batch.
  fileprivate func pasting(
    _ rectangle: PixelRectangle, of others: Tensor, rowsAlong rows: Int
  ) throws -> Tensor {
    func part(_ tensor: Tensor) throws -> Tensor {
      try tensor.narrowed(rows, rectangle.rows).narrowed(rows + 1, rectangle.columns)
    }
    let result = try cloned()
    try part(result).copy(from: part(self).indexSelected(0, others))
    return result
  }
}
