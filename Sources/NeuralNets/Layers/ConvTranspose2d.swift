public import Torch

/// A transposed convolution whose stride is its kernel's side: each pixel becomes a block of pixels.
public struct ConvTranspose2d {
  /// `[inputs, outputs, kernel, kernel]`.
  let weight: Tensor
  /// `[outputs]`.
  let bias: Tensor
  let stride: Int

  /// Makes the weights `weight` and `bias`.
  ///
  /// PyTorch takes the fan-in of a transposed weight from its second dimension, the outputs; so does this.
  public init(
    _ scope: Scope, from inputs: Int, to outputs: Int, kernel: Int,
    _ initialization: InitialWeights = InitialWeights()
  ) throws(TorchError) {
    let (fanIn, fanOut) = (outputs * kernel * kernel, inputs * kernel * kernel)
    weight = try scope.parameter(
      "weight", [inputs, outputs, kernel, kernel], initialization.weight(fanIn: fanIn, fanOut: fanOut))
    bias = try scope.parameter("bias", [outputs], initialization.bias(fanIn: fanIn))
    stride = kernel
  }

  /// `[N, inputs, H, W]` → `[N, outputs, kernel · H, kernel · W]`.
  public func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    try input.convTranspose2d(weight, bias: bias, stride: stride)
  }
}
