import Torch

/// Two 3×3 convolutions, each followed by a norm and a ReLU.
///
/// Named by their positions in milesial's `Sequential`: convolutions 0 and 3, norms 1 and 4 (left out without norm).
struct DoubleConv {
  private let convolutions: (Conv2d, Conv2d)
  private let norms: (BatchNorm2d, BatchNorm2d)?

  init(
    _ scope: Scope, from inputs: Int, through middle: Int? = nil, to outputs: Int, norm: UNet.Norm
  ) throws(TorchError) {
    let scope = scope / "double_conv"
    let middle = middle ?? outputs
    let bias: Conv2d.Bias = norm == .none ? .learned : .none
    let first = try Conv2d(scope / 0, from: inputs, to: middle, kernel: 3, bias: bias)
    let firstNorm = norm == .batch ? try BatchNorm2d(scope / 1, channels: middle) : nil
    let second = try Conv2d(scope / 3, from: middle, to: outputs, kernel: 3, bias: bias)
    let secondNorm = norm == .batch ? try BatchNorm2d(scope / 4, channels: outputs) : nil
    convolutions = (first, second)
    norms = if let firstNorm, let secondNorm { (firstNorm, secondNorm) } else { nil }
  }

  /// `[N, inputs, H, W]` → `[N, outputs, H, W]`.
  func callAsFunction(_ input: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    let middle = try activated(convolutions.0(input), norms?.0, pass)
    return try activated(convolutions.1(middle), norms?.1, pass)
  }

  private func activated(
    _ features: Tensor, _ norm: BatchNorm2d?, _ pass: Pass
  ) throws(TorchError) -> Tensor {
    if let norm { return try norm.rectified(features, pass) }
    try features.reluInPlace()
    return features
  }
}
