import Torch

/// The Lovász extension of the Jaccard loss.
///
/// Ignored pixels have the error 0, which adds nothing wherever it is sorted to, and moves no pixel with an error above it.
extension LossBatch {
  func lovaszSoftmax(perImage: Bool, absent: Bool) throws(TorchError) -> Tensor {
    let truth = try rows(planes(), perImage: perImage)
    let errors = try rows(counted(planes() - probabilities()).abs(), perImage: perImage)
    let losses = try lovasz(errors, truth)
    if absent { return try losses.mean() }
    let isPresent = try truth.max([-1]).isGreater(than: 0).converted(to: .float32)
    let number = try isPresent.sum([-1]).clamped(1, Scalar(Double.infinity))
    return try ((losses * isPresent).sum([-1]) / number).mean()
  }

  func lovaszHinge(perImage: Bool) throws(TorchError) -> Tensor {
    let sign = try planes() * 2 - 1
    let errors = try counted(1 - logits * sign).relu()
    return try lovasz(rows(errors, perImage: perImage), rows(planes(), perImage: perImage)).mean()
  }

  /// Pixels along the last dimension: `[N, K, H·W]`, or `[1, K, N·H·W]` where the images count as one.
  private func rows(_ tensor: Tensor, perImage: Bool) throws(TorchError) -> Tensor {
    if perImage { return try tensor.reshaped([target.shape[0], channels, -1]) }
    return try tensor.permuted([1, 0, 2, 3]).reshaped([1, channels, -1])
  }

  /// The extension at errors `[…, P]`, where `truth` (0 or 1, the same shape) says which pixels are the class; `[…]`.
  private func lovasz(_ errors: Tensor, _ truth: Tensor) throws(TorchError) -> Tensor {
    let order = try errors.detached().descendingOrder(-1)
    let steps = try withoutGradient { () throws(TorchError) in
      let sorted = try truth.gathered(-1, order)
      let total = try sorted.sum([-1], .kept)
      let union = try total + (1 - sorted).cumulativeSum(-1)
      let jaccard = try 1 - (total - sorted.cumulativeSum(-1)) / union
      let pixels = jaccard.shape.last ?? 0
      let first = try jaccard.narrowed(-1, 0..<1)
      let others = try jaccard.narrowed(-1, 1..<pixels) - jaccard.narrowed(-1, 0..<(pixels - 1))
      return try Tensor.concatenated([first, others], -1)
    }
    return try (errors.gathered(-1, order) * steps).sum([-1])
  }
}
