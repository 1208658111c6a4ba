extension UNet {
  /// How a decoder's level gets twice as large.
  public enum Upsampling: String, Hashable, Sendable, CaseIterable {
    /// A learned transposed convolution to the channels of the level (2×2, stride 2).
    case transposed
    /// Bilinear interpolation, with half the channels from below.
    case bilinear
    /// Each pixel becomes 2×2 of the same, with half the channels from below.
    case nearest
    /// A learned 1×1 convolution to four times the channels of the level, which become 2×2 pixels (Shi and others 2016).
    case pixelShuffle = "pixel_shuffle"

    /// Whether the features from below have half the channels of their level, since nothing narrows them on the way.
    var halvesChannels: Bool { self == .bilinear || self == .nearest }
  }

  /// What follows each convolution.
  public enum Norm: Hashable, Sendable {
    /// Batch normalisation (PyTorch's `BatchNorm2d`).
    case batch
    /// Group normalisation (Wu and He 2018; `GroupNorm`): so many groups of channels, each within its image.
    case group(groups: Int)
    /// Instance normalisation (Ulyanov and others 2016; `InstanceNorm2d` with `affine`, as nnU-Net has it).
    case instance
    /// Layer normalisation of the channels of each pixel (Liu and others 2022, ConvNeXt's `LayerNorm2d`).
    ///
    /// Wu and He's reading of it, over the channels and pixels of an image, is `group(groups: 1)`.
    case layer
    /// Nothing.
    case none
  }

  /// What follows each norm, element by element.
  public enum Activation: String, Hashable, Sendable, CaseIterable {
    /// max(x, 0).
    case relu
    /// x, or x / 100 below 0 (PyTorch's `LeakyReLU`).
    case leakyRelu = "leaky_relu"
    /// x, or eˣ − 1 below 0 (`ELU`).
    case elu
    /// x · Φ(x), Φ being the normal distribution (`GELU`).
    case gelu
    /// x / (1 + e⁻ˣ) (`SiLU`).
    case silu
  }

  /// What a block's convolution sees beyond the edge.
  public enum Padding: String, Hashable, Sendable, CaseIterable {
    /// Zeros, so that the size stays.
    case same
    /// Nothing, so that each convolution takes off a border and the logits are smaller than the image (Ronneberger and others 2015).
    case valid
  }

  /// What new weights of convolutions are drawn from.
  public enum Initialization: String, Hashable, Sendable, CaseIterable {
    /// PyTorch's default: weights and biases uniform in ±1/√fan_in.
    case pytorch
    /// Normal, deviation √(2 / ((1 + a²) · fan_in)), a being the slope of a leaky ReLU (He and others 2015); biases 0.
    case kaimingNormal = "kaiming_normal"
    /// Uniform, of that deviation; biases 0.
    case kaimingUniform = "kaiming_uniform"
    /// Normal, deviation √(2 / (fan_in + fan_out)) (Glorot and Bengio 2010); biases 0.
    case xavierNormal = "xavier_normal"
    /// Uniform, of that deviation; biases 0.
    case xavierUniform = "xavier_uniform"
  }
}
