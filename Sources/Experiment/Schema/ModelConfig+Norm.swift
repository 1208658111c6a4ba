import Config

extension ModelConfig {
  /// What follows a convolution, with the settings that only it has.
  public enum Norm: Equatable, Sendable {
    /// Batch normalisation.
    case batch
    /// Group normalisation, with this many groups of channels.
    case group(groups: Int)
    /// Instance normalisation: each channel of each image by itself.
    case instance
    /// Layer normalisation of the channels of each pixel.
    case layer
    /// Nothing.
    case none
  }

  /// The shares of values that are dropped while training, by place; each 0 to below 1.
  public struct Dropout: Equatable, Sendable {
    /// After each block of the encoder but the deepest.
    public let encoder: Double
    /// After the deepest block.
    public let bottleneck: Double
    /// After each block of the decoder.
    public let decoder: Double
  }
}

extension ModelConfig.Norm {
  private enum Name: String, ConfigChoice {
    case batch, group, instance, layer, none
  }

  init(_ keys: inout KeyReader) {
    self = keys.alternatives(
      by: "name", default: Name.batch, "The norm; `layer` is of each pixel's channels, as in ConvNeXt."
    ) { name, keys in
      switch name {
      case .batch: .batch
      case .group:
        .group(
          groups: keys.read(
            "groups", default: 8, in: 1...512, "Groups of channels; must divide the channels of every level.")
        )
      case .instance: .instance
      case .layer: .layer
      case .none: .none
      }
    }
  }
}

extension ModelConfig.Dropout {
  init(_ keys: inout KeyReader) {
    func rate(_ place: String, _ summary: String) -> Double {
      keys.read(place, default: 0, in: .from(0, below: 1), summary)
    }
    encoder = rate("encoder", "After each block of the encoder but the deepest.")
    bottleneck = rate("bottleneck", "After the deepest block.")
    decoder = rate("decoder", "After each block of the decoder.")
  }
}
