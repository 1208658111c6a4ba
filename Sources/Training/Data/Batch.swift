import Torch

/// What one training step sees.
struct Batch {
  /// The names of the images.
  let ids: [String]
  /// `[N, C, H, W]` of float32, normalised, channels last.
  let images: Tensor
  /// `[N, H, W]` of int64: class indices, 255 where a pixel doesn't count.
  let masks: Tensor

  /// The number of samples.
  var count: Int { ids.count }
}
