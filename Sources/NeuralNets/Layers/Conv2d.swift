public import Torch

/// A convolution with a square kernel and stride 1.
public struct Conv2d {
  /// `[outputs, inputs, kernel, kernel]`.
  let weight: Tensor
  /// `[outputs]`.
  let bias: Tensor?
  let padding: Int

  /// What is added to a convolution's result.
  public enum Bias: Hashable, Sendable {
    /// A learned number for each output channel.
    case learned
    /// Nothing: for where a norm follows, which would take it away again.
    case none
  }

  /// Makes the weights `weight` and `bias`; the kernel's side is odd.
  public init(
    _ scope: Scope, from inputs: Int, to outputs: Int, kernel: Int, bias: Bias,
    padding: UNet.Padding = .same, _ initialization: InitialWeights = InitialWeights()
  ) throws(TorchError) {
    let (fanIn, fanOut) = (inputs * kernel * kernel, outputs * kernel * kernel)
    weight = try scope.parameter(
      "weight", [outputs, inputs, kernel, kernel], initialization.weight(fanIn: fanIn, fanOut: fanOut))
    self.bias =
      bias == .learned ? try scope.parameter("bias", [outputs], initialization.bias(fanIn: fanIn)) : nil
    self.padding = padding == .same ? kernel / 2 : 0
  }

  /// `[N, inputs, H, W]` → `[N, outputs, H, W]`; with valid padding H and W are kernel − 1 less.
  public func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.conv2d(weight, bias: bias, padding: padding)
  }
}
