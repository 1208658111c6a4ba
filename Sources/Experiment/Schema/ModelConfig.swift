public import Config

/// The U-Net.
public struct ModelConfig: ConfigSection {
  /// How the decoder doubles the resolution.
  public enum Upsampling: String, ConfigChoice {
    /// A transposed convolution, which learns.
    case transposed
    /// Bilinear interpolation, which has no weights.
    case bilinear
    /// Each pixel four times, which has no weights.
    case nearest
    /// A 1×1 convolution to four times the channels, which become pixels (Shi and others 2016).
    case pixelShuffle = "pixel_shuffle"
  }

  /// What makes the network more than linear.
  public enum Activation: String, ConfigChoice {
    /// max(x, 0).
    case relu
    /// x, or x / 100 below 0.
    case leakyRelu = "leaky_relu"
    /// x, or eˣ − 1 below 0.
    case elu
    /// x times the normal distribution's share below x.
    case gelu
    /// x times its sigmoid.
    case silu
  }

  /// What a convolution sees beyond the edge.
  public enum Padding: String, ConfigChoice {
    /// Zeros, so that the size stays.
    case same
    /// Nothing: the logits are smaller than the image, as in the paper of 2015.
    case valid
  }

  /// What new weights are drawn from.
  public enum Initialization: String, ConfigChoice {
    /// PyTorch's default.
    case pytorch
    /// Normal with the deviation of He and others 2015, biases 0.
    case kaimingNormal = "kaiming_normal"
    /// Uniform with that deviation, biases 0.
    case kaimingUniform = "kaiming_uniform"
    /// Normal with the deviation of Glorot and Bengio 2010, biases 0.
    case xavierNormal = "xavier_normal"
    /// Uniform with that deviation, biases 0.
    case xavierUniform = "xavier_uniform"
  }

  /// The number of down-samplings, 1 to 7.
  public let depth: Int
  /// The channels at full resolution, 1 to 512; they double at each level.
  public let width: Int
  /// The most channels of a level, at least 2; nil for no limit.
  public let maxChannels: Int?
  /// The convolutions of a block, 1 to 4: one number for all levels, or one for each level 0...depth.
  public let convolutions: [Int]
  /// The side of the blocks' convolutions, odd, 1 to 7.
  public let kernelSize: Int
  /// What a convolution sees beyond the edge.
  public let padding: Padding
  /// Whether the blocks' convolutions have a bias; nil: where no norm follows.
  public let bias: Bool?
  /// What follows a convolution.
  public let norm: Norm
  /// What follows the norm.
  public let activation: Activation
  /// Whether each block adds its input to its output.
  public let residual: Bool
  /// The factor by which squeeze-and-excitation narrows the channels, 1 to 64; nil for none.
  public let squeezeExcitation: Int?
  /// Whether skip connections pass attention gates.
  public let attentionGates: Bool
  /// How the decoder doubles the resolution.
  public let upsampling: Upsampling
  /// The shares of values that are dropped while training.
  public let dropout: Dropout
  /// Whether coarser levels of the decoder are trained to segment, too.
  public let deepSupervision: Bool
  /// What new weights are drawn from.
  public let initialization: Initialization
  /// The weights to begin with; nil for new ones.
  public let weights: WeightsConfig?

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    depth = keys.read("depth", default: 4, in: 1...7, "Number of down-samplings.")
    width = keys.read(
      "width", default: 32, in: 1...512, "Channels at full resolution; they double at each level.")
    maxChannels = keys.optional(
      "max_channels", in: .from(2, to: 65536), "Most channels of a level; null: no limit.")
    (convolutions, kernelSize, padding, bias) = Self.convolutions(&keys)
    norm = keys.value("norm", orMappingWith: "name", "What follows a convolution.", Norm.init)
    activation = keys.read(
      "activation", default: .relu, "What follows the norm; `leaky_relu` has the slope 0.01.")
    residual = keys.read(
      "residual", default: false,
      "Whether a block's input is added before its last activation, through a 1x1 convolution where channels differ."
    )
    squeezeExcitation = keys.read(
      "squeeze_excitation", default: nil, as: Self.reductionFormat,
      "Scales each block's channels by what is in all of the image; a number divides the channels in between, `true` is 16."
    )
    attentionGates = keys.read(
      "attention_gates", default: false, "Whether attention gates weigh the pixels of skip connections.")
    upsampling = keys.read("upsampling", default: .transposed, "How the decoder doubles the resolution.")
    dropout = keys.value(
      "dropout", orMappingWith: "bottleneck",
      "Probability that a value is dropped; a number is for the deepest block.", Dropout.init)
    deepSupervision = keys.read(
      "deep_supervision", default: false,
      "Whether the decoder's coarser levels are trained, too: weights 1, 1/2, 1/4, …, but 0 for the lowest.")
    initialization = keys.read(
      "initialization", default: .pytorch, "What new weights are drawn from; biases are 0 but for `pytorch`.")
    weights = keys.optionalMapping(
      "weights", shorthand: "file", "Weights to begin with, for fine-tuning; null: new ones.",
      WeightsConfig.init)
    check(keys)
  }

  private static func convolutions(
    _ keys: inout KeyReader
  ) -> (counts: [Int], kernel: Int, padding: Padding, bias: Bool?) {
    let count = Int.format(in: .from(1, to: 4))
    return (
      keys.read(
        "convolutions", default: [2], as: .oneOrList(of: count, counts: 2...8),
        "Convolutions of each block; a list has one number for each level from 0 to `depth`."),
      keys.read(
        "kernel_size", default: 3, in: 1...7, "Side of the blocks' convolutions in pixels; an odd number."),
      keys.read(
        "padding", default: .same,
        "`valid`: unpadded convolutions, whose logits are smaller than the image (U-Net paper of 2015)."),
      keys.read(
        "bias", default: nil, as: biasFormat,
        "Whether the blocks' convolutions have a bias; `auto`: where no norm follows.")
    )
  }

  /// `auto`, `true` or `false`.
  private static var biasFormat: Format<Bool?> {
    .either(Format.word("auto"), Bool.format) { value in
      if case .second(let isThere) = value { isThere } else { nil }
    } split: { value in
      value.map { .second($0) } ?? .first(())
    }
  }

  /// `false`, `true` for 16 (Hu and others 2018), or a number.
  private static var reductionFormat: Format<Int?> {
    .either(Bool.format, Int.format(in: .from(1, to: 64))) { value in
      switch value {
      case .first(let isThere): isThere ? 16 : nil
      case .second(let reduction): reduction
      }
    } split: { value in
      value.map { .second($0) } ?? .first(false)
    }
  }
}
