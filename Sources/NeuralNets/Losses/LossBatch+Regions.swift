import Torch

/// Losses that compare regions, from the sums of what is predicted, what is true, and what is both.
extension LossBatch {
  func dice(_ options: SegmentationLoss.Regions, squared: Bool) throws(TorchError) -> Tensor {
    let sums = try regionSums(options, squared: squared)
    let smooth = Scalar(options.smooth)
    let score = try (sums.both * 2 + smooth) / (sums.guess + sums.truth + smooth)
    return try 1 - classes(of: score, options).mean()
  }

  func tversky(
    _ options: SegmentationLoss.Regions, alpha: Double, beta: Double, gamma: Double
  ) throws(TorchError) -> Tensor {
    let sums = try regionSums(options)
    let (excess, missed) = (try sums.guess - sums.both, try sums.truth - sums.both)
    let smooth = Scalar(options.smooth)
    let total = try sums.both + excess * Scalar(alpha) + missed * Scalar(beta) + smooth
    let losses = try classes(of: 1 - (sums.both + smooth) / total, options)
    if gamma == 1 { return try losses.mean() }
    // At 0, fractional powers have no finite derivative, and rounding may give less than 0.
    return try losses.clamped(1e-7, 1).power(Scalar(gamma)).mean()
  }

  func jaccard(_ options: SegmentationLoss.Regions) throws(TorchError) -> Tensor {
    let sums = try regionSums(options)
    let smooth = Scalar(options.smooth)
    let score = try (sums.both + smooth) / (sums.guess + sums.truth - sums.both + smooth)
    return try 1 - classes(of: score, options).mean()
  }

  func boundary() throws(TorchError) -> Tensor {
    guard let distances = maps.signedDistances else { return try Tensor.zeros([], on: logits.device) }
    return try (probabilities() * distances).sum() / (validCount() * Scalar(channels))
  }

  /// Sums over the valid pixels of each image and class, `[N, K]`, or of each class, `[K]`.
  private func regionSums(
    _ options: SegmentationLoss.Regions, squared: Bool = false
  ) throws(TorchError) -> (guess: Tensor, truth: Tensor, both: Tensor) {
    let images = try probabilities().regionSums(target, ignoring: ignored, squared: squared)
    let sums = options.batch ? try images.sum([1]) : images
    return (try sums.selected(0, 0), try sums.selected(0, 1), try sums.selected(0, 2))
  }

  /// `[…, K]` without the background where that doesn't count.
  private func classes(
    of scores: Tensor, _ options: SegmentationLoss.Regions
  ) throws(TorchError) -> Tensor {
    channels > 1 && !options.background ? try scores.narrowed(-1, 1..<channels) : scores
  }
}
