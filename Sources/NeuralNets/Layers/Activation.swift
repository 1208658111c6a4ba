import Torch

extension UNet.Activation {
  /// The slope of `leakyRelu` below 0: PyTorch's default, and nnU-Net's.
  static let leakySlope = 0.01

  /// The activated features, in place of the given ones where the gradient doesn't need those, which saves their memory.
  func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    switch self {
    case .relu: try features.reluInPlace()
    case .leakyRelu: try features.leakyReluInPlace(slope: Self.leakySlope)
    case .elu: try features.eluInPlace()
    case .gelu: return try features.gelu()
    case .silu: return try features.silu()
    }
    return features
  }
}
