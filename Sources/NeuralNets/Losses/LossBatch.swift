import Torch

/// One batch of logits and targets, with what several losses need of it worked out once.
final class LossBatch {
  /// `[N, K, H, W]`, `float32`, contiguous: what the loss kernels would copy it to otherwise.
  let logits: Tensor
  /// `[N, H, W]`, `int64`.
  let target: Tensor
  /// 1 where a pixel counts and 0 where not, `[N, 1, H, W]`; nil where all count.
  let valid: Tensor?
  /// Whether no pixel counts.
  let isEmpty: Bool

  private let ignoredIndex: Int?
  private let channels: Int

  init(_ logits: Tensor, _ target: Tensor, ignoring ignoredIndex: Int?) throws(TorchError) {
    self.logits = try logits.converted(to: .float32).laidOut(.contiguous)
    self.target = target
    self.ignoredIndex = ignoredIndex
    channels = logits.shape[1]
    guard let ignoredIndex else {
      (valid, isEmpty) = (nil, target.count == 0)
      return
    }
    let counts = try target.isNotEqual(to: Scalar(ignoredIndex))
    isEmpty = try counts.any().scalar() == 0
    valid = try counts.unsqueezed(1).converted(to: .float32)
  }

  // MARK: Losses

  func crossEntropy(_ classWeights: [Double]?) throws(TorchError) -> Tensor {
    let ignored = ignoredIndex ?? -100  // PyTorch's default, which is no class
    let weights = try classWeights.map { (weights) throws(TorchError) in try column(weights) }
    guard let classWeights, let weights, classWeights.contains(0) else {
      return try logProbabilities().negativeLogLikelihood(target, classWeights: weights, ignoring: ignored)
    }
    // The weights of a batch may add up to 0, of which PyTorch's mean would make NaN.
    let sum = try logProbabilities().negativeLogLikelihood(
      target, classWeights: weights, ignoring: ignored, .sum)
    let weight = try Tensor.full(logits.shape, -1, on: logits.device).negativeLogLikelihood(
      target, classWeights: weights, ignoring: ignored, .sum)
    return try sum / weight.clamped(Scalar(Double(Float.leastNormalMagnitude)), Scalar(Double.infinity))
  }

  func binaryCrossEntropy(_ classWeights: [Double]?) throws(TorchError) -> Tensor {
    var weights = valid
    if let classWeights {
      let perChannel = try column(classWeights).reshaped([1, channels, 1, 1])
      weights = if let valid { try valid * perChannel } else { perChannel }
    }
    guard let valid else {
      return try logits.binaryCrossEntropyWithLogits(planes(), weights: weights)
    }
    let sum = try logits.binaryCrossEntropyWithLogits(planes(), weights: weights, .sum)
    return try sum / (valid.sum() * Scalar(channels))
  }

  func dice(_ dice: SegmentationLoss.Dice) throws(TorchError) -> Tensor {
    let (guess, truth) = (try probabilities(), try planes())
    let counted = if let valid { try guess * valid } else { guess }
    let overlap = try (guess * truth).sum([2, 3])
    let total = try counted.sum([2, 3]) + truth.sum([2, 3])
    let smooth = Scalar(dice.smooth)
    let score = try (overlap * 2 + smooth) / (total + smooth)
    let skipsBackground = channels > 1 && !dice.includesBackground
    return try 1 - (skipsBackground ? score.narrowed(1, 1..<channels) : score).mean()
  }

  // MARK: What they share

  private var sharedLogProbabilities: Tensor?
  private var sharedPlanes: Tensor?

  private func logProbabilities() throws(TorchError) -> Tensor {
    if let sharedLogProbabilities { return sharedLogProbabilities }
    let result = try logits.logSoftmax(1)
    sharedLogProbabilities = result
    return result
  }

  private func probabilities() throws(TorchError) -> Tensor {
    channels == 1 ? try logits.sigmoid() : try logProbabilities().exp()
  }

  /// The target of each channel as 0 and 1, `[N, K, H, W]`; all 0 at ignored pixels.
  private func planes() throws(TorchError) -> Tensor {
    if let sharedPlanes { return sharedPlanes }
    let device = logits.device
    let classes = channels == 1 ? try Tensor.ones([1], .int64, on: device) : try .range(channels, on: device)
    let matches = try target.unsqueezed(1).isEqual(to: classes.reshaped([1, channels, 1, 1]))
    let result = try matches.converted(to: .float32)
    sharedPlanes = result
    return result
  }

  private func column(_ weights: [Double]) throws(TorchError) -> Tensor {
    try Tensor(weights.map(Float.init), on: logits.device)
  }
}
