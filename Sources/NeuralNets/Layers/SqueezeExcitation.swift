import Torch

/// Squeeze-and-excitation (Hu, Shen and Sun 2018): scales each channel by what all channels have in the whole image.
///
/// Named as torchvision's `SqueezeExcitation`: 1×1 convolutions `fc1`, then ReLU, and `fc2`, then sigmoid.
struct SqueezeExcitation {
  private let squeeze, excite: Conv2d

  init(
    _ scope: Scope, channels: Int, reduction: Int, _ initialization: InitialWeights
  ) throws(TorchError) {
    let squeezed = max(channels / reduction, 1)
    squeeze = try Conv2d(
      scope / "fc1", from: channels, to: squeezed, kernel: 1, bias: .learned, initialization)
    excite = try Conv2d(
      scope / "fc2", from: squeezed, to: channels, kernel: 1, bias: .learned, initialization)
  }

  /// The same shape.
  func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    let squeezed = try squeeze(features.mean([2, 3], .kept))
    try squeezed.reluInPlace()
    return try features * excite(squeezed).sigmoid()
  }
}
