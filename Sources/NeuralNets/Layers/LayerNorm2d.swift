public import Torch

/// Layer normalisation (Ba, Kiros and Hinton 2016) of the channels of each pixel, as ConvNeXt's `LayerNorm2d` (Liu and others 2022).
public struct LayerNorm2d {
  /// `[channels]`, both.
  let weight, bias: Tensor

  /// Makes `weight` and `bias`.
  public init(_ scope: Scope, channels: Int) throws(TorchError) {
    weight = try scope.parameter("weight", [channels], .ones)
    bias = try scope.parameter("bias", [channels], .zeros)
  }

  /// Normalised `[N, channels, H, W]`, and then an activation if there is one.
  ///
  /// Channels last is the order that it needs, so that nothing is copied. The activation may overwrite, which it is not to do to a
  /// view: it comes before the dimensions are put back.
  public func callAsFunction(
    _ input: Tensor, then activation: UNet.Activation?
  ) throws(TorchError) -> Tensor {
    let pixels = try input.permuted([0, 2, 3, 1])
      .layerNorm(weight: weight, bias: bias, epsilon: 1e-6).converted(to: input.dtype)
    return try (activation?(pixels) ?? pixels).permuted([0, 3, 1, 2])
  }
}
