public import Config

/// The U-Net.
public struct ModelConfig: ConfigSection {
  /// What follows a convolution.
  public enum Norm: String, ConfigChoice {
    /// Batch normalisation.
    case batch
    /// Nothing; the convolution has a bias.
    case none
  }

  /// How the decoder doubles the resolution.
  public enum Upsampling: String, ConfigChoice {
    /// A transposed convolution, which learns.
    case transposed
    /// Bilinear interpolation, which has no weights.
    case bilinear
  }

  /// The number of down-samplings, 1 to 7.
  public let depth: Int
  /// The channels at full resolution, 1 to 512; they double at each level.
  public let width: Int
  /// What follows a convolution.
  public let norm: Norm
  /// How the decoder doubles the resolution.
  public let upsampling: Upsampling
  /// The probability that a channel after the deepest block is dropped, 0 to below 1.
  public let dropout: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    depth = keys.read("depth", default: 4, in: 1...7, "Number of down-samplings.")
    width = keys.read(
      "width", default: 32, in: 1...512, "Channels at full resolution; they double at each level.")
    norm = keys.read("norm", default: .batch, "What follows a convolution.")
    upsampling = keys.read("upsampling", default: .transposed, "How the decoder doubles the resolution.")
    dropout = keys.read(
      "dropout", default: 0, in: .from(0, below: 1),
      "Probability that a value after the deepest block is dropped.")
  }
}
