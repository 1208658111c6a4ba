public import Torch

/// Group normalisation of feature maps (Wu and He 2018), as PyTorch's `GroupNorm`; with a group for each channel, `InstanceNorm2d`.
public struct GroupNorm {
  /// `[channels]`, both.
  let weight, bias: Tensor
  let groups: Int

  /// Makes `weight` and `bias`; `groups` divides the channels.
  public init(_ scope: Scope, channels: Int, groups: Int) throws(TorchError) {
    weight = try scope.parameter("weight", [channels], .ones)
    bias = try scope.parameter("bias", [channels], .zeros)
    self.groups = groups
  }

  /// Normalised `[N, channels, H, W]`, in training and evaluation alike.
  ///
  /// Single precision where autocast asks for it (CUDA), but the result is as narrow as the input. A GPU's kernel gives up channels
  /// last, and so does a CPU's for a group each channel, for which there is a copy.
  public func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.groupNorm(groups, weight: weight, bias: bias, epsilon: 1e-5)
      .converted(to: input.dtype).laidOut(.channelsLast)
  }
}
