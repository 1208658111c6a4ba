import Torch

/// Losses that are means over pixels.
extension LossBatch {
  func crossEntropy(_ options: SegmentationLoss.Pixels) throws(TorchError) -> Tensor {
    let weights = try classWeights.map { (weights) throws(TorchError) in try column(weights) }
    guard options.isPlain, maps.borderWeights == nil else { return try pixelCrossEntropy(options, weights) }
    guard let classWeights, weights != nil, classWeights.contains(0) else {
      return try logProbabilities().negativeLogLikelihood(target, classWeights: weights, ignoring: ignored)
    }
    // The weights of a batch may add up to 0, of which PyTorch's mean would make NaN.
    let sum = try logProbabilities().negativeLogLikelihood(
      target, classWeights: weights, ignoring: ignored, .sum)
    return try sum / Self.positive(targetWeights(weights, .sum))
  }

  func binaryCrossEntropy(_ options: SegmentationLoss.Pixels) throws(TorchError) -> Tensor {
    guard options.isPlain, maps.borderWeights == nil else { return try pixelBinaryCrossEntropy(options) }
    var weights = valid
    if let perChannel = try channelWeights() {
      weights = if let valid { try valid * perChannel } else { perChannel }
    }
    guard let valid else {
      return try logits.binaryCrossEntropyWithLogits(planes(), weights: weights)
    }
    let sum = try logits.binaryCrossEntropyWithLogits(planes(), weights: weights, .sum)
    return try sum / (valid.sum() * Scalar(channels))
  }

  func focal(gamma: Double, alpha: Double?) throws(TorchError) -> Tensor {
    let surprise = try surprise()
    // Below this, fractional powers have no finite derivative.
    let doubt = try (1 - (surprise * -1).exp()).clamped(1e-7, 1)
    var losses = try gamma == 0 ? surprise : doubt.power(Scalar(gamma)) * surprise
    if let alpha {
      losses = try losses * (planes().selected(1, 0) * Scalar(2 * alpha - 1) + Scalar(1 - alpha))
    }
    if let classWeights {
      let weights = try column(classWeights)
      losses = try losses * (channels == 1 ? weights : targetWeights(weights))
    }
    return try losses.sum() / validCount()
  }

  // MARK: Pixel by pixel

  /// −log of the probability of the truth, `[N, H, W]`; 0 at ignored pixels.
  private func surprise() throws(TorchError) -> Tensor {
    guard channels == 1 else {
      return try logProbabilities().negativeLogLikelihood(
        target, classWeights: nil, ignoring: ignored, .none)
    }
    return try logits.binaryCrossEntropyWithLogits(planes(), weights: valid, .none).selected(1, 0)
  }

  /// Cross entropy with what PyTorch's own doesn't know: border weights, the hardest pixels.
  private func pixelCrossEntropy(
    _ options: SegmentationLoss.Pixels, _ weights: Tensor?
  ) throws(TorchError) -> Tensor {
    var losses = try smoothedCrossEntropy(options.labelSmoothing, weights)
    if let border = maps.borderWeights {
      losses = try losses + border * smoothedCrossEntropy(options.labelSmoothing, nil)
    }
    let divisors = if weights == nil { try valid?.selected(1, 0) } else { try targetWeights(weights) }
    return try mean(losses, dividedBy: divisors, topK: options.topK)
  }

  private func smoothedCrossEntropy(_ smoothing: Double, _ weights: Tensor?) throws(TorchError) -> Tensor {
    let log = try logProbabilities()
    let truth = try log.negativeLogLikelihood(target, classWeights: weights, ignoring: ignored, .none)
    guard smoothing > 0 else { return truth }
    let weighted = if let weights { try log * weights.reshaped([1, channels, 1, 1]) } else { log }
    let all = try counted(weighted).sum([1])
    return try truth * Scalar(1 - smoothing) - all * Scalar(smoothing / Double(channels))
  }

  private func pixelBinaryCrossEntropy(_ options: SegmentationLoss.Pixels) throws(TorchError) -> Tensor {
    let smoothing = options.labelSmoothing
    let truth = smoothing > 0 ? try planes() * Scalar(1 - smoothing) + Scalar(smoothing / 2) : try planes()
    var weights = try channelWeights()
    if let border = try maps.borderWeights?.unsqueezed(1) {
      weights = if let weights { try weights + border } else { try border + 1 }
    }
    let losses = try counted(logits.binaryCrossEntropyWithLogits(truth, weights: weights, .none)).mean([1])
    return try mean(losses, dividedBy: valid?.selected(1, 0), topK: options.topK)
  }

  /// The sum of `losses` over the sum of `divisors` (nil: 1 for each), both `[N, H, W]` and 0 at ignored pixels; over the hardest share of
  /// the pixels where there is one.
  private func mean(_ losses: Tensor, dividedBy divisors: Tensor?, topK: Double?) throws(TorchError) -> Tensor
  {
    guard let topK else {
      guard let divisors else { return try losses.mean() }
      return try losses.sum() / Self.positive(divisors.sum())
    }
    let flat = try losses.reshaped([-1])
    let order = try flat.detached().descendingOrder(0)
    // In double precision, so that the number is the same whether or not pixels are ignored.
    let number = try (validCount().converted(to: .float64) * Scalar(topK) + 1e-6).floor()
      .clamped(1, Scalar(Double.infinity))
    let ranks = try Tensor.range(flat.count, .float64, on: logits.device)
    let isHard = try (ranks - number).isLess(than: 0).converted(to: .float32)
    let sum = try (flat.gathered(0, order) * isHard).sum()
    guard let divisors else { return try sum / isHard.sum() }
    return try sum / Self.positive((divisors.reshaped([-1]).gathered(0, order) * isHard).sum())
  }

  /// The weight of each pixel's true class, `[N, H, W]`, 0 at ignored pixels; or the sum of them.
  private func targetWeights(
    _ weights: Tensor?, _ reduction: LossReduction = .none
  ) throws(TorchError) -> Tensor {
    try Tensor.full(logits.shape, -1, on: logits.device).negativeLogLikelihood(
      target, classWeights: weights, ignoring: ignored, reduction)
  }

  /// The class weights, `[1, K, 1, 1]`.
  private func channelWeights() throws(TorchError) -> Tensor? {
    guard let classWeights else { return nil }
    return try column(classWeights).reshaped([1, channels, 1, 1])
  }

  /// A number that can be divided by.
  private static func positive(_ sum: Tensor) throws(TorchError) -> Tensor {
    try sum.clamped(Scalar(Double(Float.leastNormalMagnitude)), Scalar(Double.infinity))
  }
}
