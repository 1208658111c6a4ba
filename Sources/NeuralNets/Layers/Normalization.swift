import Torch

/// The norm that a configuration chooses, for some channels.
enum Normalization {
  case batch(BatchNorm2d)
  case group(GroupNorm)
  case layer(LayerNorm2d)
  case none

  init(_ scope: Scope, _ norm: UNet.Norm, channels: Int) throws(TorchError) {
    switch norm {
    case .batch: self = .batch(try BatchNorm2d(scope, channels: channels))
    case .group(let groups): self = .group(try GroupNorm(scope, channels: channels, groups: groups))
    case .instance: self = .group(try GroupNorm(scope, channels: channels, groups: channels))
    case .layer: self = .layer(try LayerNorm2d(scope, channels: channels))
    case .none: self = .none
    }
  }

  /// A convolution's result `[N, channels, H, W]`, which may be overwritten, normalised and then activated.
  func callAsFunction(
    _ features: Tensor, then activation: UNet.Activation?, _ pass: Pass
  ) throws(TorchError) -> Tensor {
    let normalized: Tensor
    switch self {
    case .batch(let norm):
      if activation == .relu { return try norm.rectified(features, pass) }
      normalized = try norm(features, pass)
    case .group(let norm): normalized = try norm(features)
    case .layer(let norm): return try norm(features, then: activation)
    case .none: normalized = features
    }
    return try activation?(normalized) ?? normalized
  }
}
