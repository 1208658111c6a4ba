public import Config

/// How pixel values are brought to the range in which a network learns well, each channel by itself, the same in training, validation
/// and prediction.
///
/// All begin with values scaled to 0...1: whole numbers by the largest of their type, 255 or 65535, each file by its own; floats stay as
/// they are.
public enum NormalizationConfig: Equatable, Sendable {
  /// Zero mean and unit deviation over the training images.
  case dataset
  /// Zero mean and unit deviation over each image.
  case image
  /// The means and deviations of ImageNet's photographs.
  case imagenet
  /// Clipped to two percentiles, which become 0 and 1.
  case percentiles(low: Double, high: Double, of: Extent)
  /// From 0 to 1.
  case none

  /// The kind, as configs and checkpoints call it.
  public enum Name: String, ConfigChoice, Codable {
    case dataset, image, imagenet, percentiles, none
  }

  /// Whose pixels percentiles are of.
  public enum Extent: String, ConfigChoice, Codable {
    /// Each image's own.
    case image
    /// Those of all training images.
    case dataset
  }

  /// Reads the key.
  static func read(_ keys: inout KeyReader) -> NormalizationConfig {
    keys.value(
      "normalization", orMappingWith: "name",
      "How pixel values, scaled to 0...1 by the largest of their file's type (255, 65535; floats as they are), reach the network."
    ) { keys in
      keys.alternatives(
        by: "name", default: Name.dataset,
        """
        `dataset`: zero mean, unit deviation per channel over the training images; `image`: over each image; `imagenet`: less \
        0.485, 0.456, 0.406, over 0.229, 0.224, 0.225; `percentiles`: clipped to two of them, which become 0 and 1; `none`: 0 to 1.
        """
      ) { NormalizationConfig($0, &$1) }
    }
  }

  private init(_ name: Name, _ keys: inout KeyReader) {
    switch name {
    case .dataset: self = .dataset
    case .image: self = .image
    case .imagenet: self = .imagenet
    case .percentiles:
      self = .percentiles(
        low: keys.read(
          "low", default: 1, in: .from(0, below: 50),
          "The percentile that becomes 0, in percent of the pixels."),
        high: keys.read(
          "high", default: 99, in: .above(50, upTo: 100),
          "The percentile that becomes 1, in percent of the pixels."),
        of: keys.read(
          "of", default: Extent.image, "Whose percentiles: each `image`'s own, or the training `dataset`'s."))
    case .none: self = .none
    }
  }
}
