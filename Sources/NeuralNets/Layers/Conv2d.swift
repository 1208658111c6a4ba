public import Torch

/// A convolution with a square kernel and stride 1, padded so that the size stays.
public struct Conv2d {
  /// `[outputs, inputs, kernel, kernel]`.
  let weight: Tensor
  /// `[outputs]`.
  let bias: Tensor?
  let padding: Int

  /// What is added to a convolution's result.
  public enum Bias: Sendable {
    /// A learned number for each output channel.
    case learned
    /// Nothing: for where a norm follows, which would take it away again.
    case none
  }

  /// Makes the weights `weight` and `bias`; the kernel's side is odd.
  public init(
    _ scope: Scope, from inputs: Int, to outputs: Int, kernel: Int, bias: Bias
  ) throws(TorchError) {
    let initializer = Initializer.kaiming(fanIn: inputs * kernel * kernel)
    weight = try scope.parameter("weight", [outputs, inputs, kernel, kernel], initializer)
    self.bias = bias == .learned ? try scope.parameter("bias", [outputs], initializer) : nil
    padding = kernel / 2
  }

  /// `[N, inputs, H, W]` → `[N, outputs, H, W]`.
  public func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.conv2d(weight, bias: bias, padding: padding)
  }
}
