import CTorch

/// How the losses of single elements become the result.
public enum LossReduction: Sendable {
  /// They are the result.
  case none
  /// Their mean; weighted where the elements have weights.
  case mean
  /// Their sum.
  case sum

  var raw: ctorch_reduction {
    switch self {
    case .none: .none
    case .mean: .mean
    case .sum: .sum
    }
  }
}

extension Tensor {
  /// PyTorch's `cross_entropy` of logits `[N, C, …]` and class indices `[N, …]`.
  ///
  /// Places where the target is `ignored` count for nothing. The mean is divided by the weights of the targets.
  public func crossEntropy(
    _ target: Tensor, classWeights: Tensor?, ignoring ignored: Int, _ reduction: LossReduction = .mean
  ) throws(TorchError) -> Tensor {
    try Tensor.make("cross_entropy", [self, target, classWeights]) {
      ctorch_cross_entropy(handle, target.handle, classWeights?.handle, ignored, reduction.raw)
    }
  }

  /// `crossEntropy`, from the logarithms of probabilities.
  public func negativeLogLikelihood(
    _ target: Tensor, classWeights: Tensor?, ignoring ignored: Int, _ reduction: LossReduction = .mean
  ) throws(TorchError) -> Tensor {
    try Tensor.make("nll_loss", [self, target, classWeights]) {
      ctorch_nll_loss(handle, target.handle, classWeights?.handle, ignored, reduction.raw)
    }
  }

  /// What losses of regions are made of, `[3, N, C]`, from probabilities `[N, C, H, W]` and class indices `[N, H, W]`: for each image and
  /// class, the sum of the probabilities (or of their `squared`s), the number of pixels of the class, and the sum of the probabilities at those.
  ///
  /// With one channel, 1 is the class. Places where the target is `ignored` count for nothing.
  public func regionSums(_ target: Tensor, ignoring ignored: Int, squared: Bool) throws(TorchError) -> Tensor
  {
    try Tensor.make("region sums", [self, target]) {
      ctorch_region_sums(handle, target.handle, ignored, squared)
    }
  }

  /// PyTorch's `binary_cross_entropy_with_logits`; the target is in 0...1, weights broadcast.
  public func binaryCrossEntropyWithLogits(
    _ target: Tensor, weights: Tensor?, _ reduction: LossReduction = .mean
  ) throws(TorchError) -> Tensor {
    try Tensor.make("binary_cross_entropy_with_logits", [self, target, weights]) {
      ctorch_binary_cross_entropy_with_logits(handle, target.handle, weights?.handle, reduction.raw)
    }
  }
}
