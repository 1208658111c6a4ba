public import Torch

/// Batch normalisation of feature maps (Ioffe and Szegedy 2015), as PyTorch's `BatchNorm2d` with its defaults.
public struct BatchNorm2d {
  /// `[channels]`, each of them.
  let weight, bias, runningMean, runningVariance: Tensor
  /// The number of training batches, which nothing reads but PyTorch's state dicts have.
  let batchCount: Tensor

  /// Makes `weight`, `bias`, `running_mean`, `running_var` and `num_batches_tracked`.
  public init(_ scope: Scope, channels: Int) throws(TorchError) {
    weight = try scope.parameter("weight", [channels], .ones)
    bias = try scope.parameter("bias", [channels], .zeros)
    runningMean = try scope.buffer("running_mean", [channels], .zeros)
    runningVariance = try scope.buffer("running_var", [channels], .ones)
    batchCount = try scope.buffer("num_batches_tracked", [], .zeros, as: .int64)
  }

  /// Normalised `[N, channels, H, W]`.
  ///
  /// Training needs N · H · W ≥ 2, or the variance is undefined.
  public func callAsFunction(_ input: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    try input.batchNorm(
      weight: weight, bias: bias, runningMean: runningMean, runningVariance: runningVariance,
      by: statistics(pass), epsilon: 1e-5)
  }

  /// The ReLU of normalised `[N, channels, H, W]`, as one operation.
  ///
  /// Training needs N · H · W ≥ 2, or the variance is undefined.
  public func rectified(_ input: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    try input.batchNormReLU(
      weight: weight, bias: bias, runningMean: runningMean, runningVariance: runningVariance,
      by: statistics(pass), epsilon: 1e-5)
  }

  /// What a pass takes the statistics from; training counts the batch.
  ///
  /// A frozen norm stays as it is: it keeps to its running statistics in training, too.
  private func statistics(_ pass: Pass) throws(TorchError) -> Tensor.BatchStatistics {
    guard case .training = pass, weight.requiresGradient else { return .running }
    try batchCount.addInPlace(1)
    return .batch(momentum: 0.1)
  }
}
