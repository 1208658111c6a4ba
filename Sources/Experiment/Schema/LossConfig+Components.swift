public import Config

extension LossConfig {
  /// A component that is a mean over pixels.
  public struct PixelLoss: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// How much of a pixel's truth is spread over all classes, 0..<1.
    public let labelSmoothing: Double
    /// The share of the pixels that count, 0<...1, those with the greatest losses; nil for all.
    public let topK: Double?
  }

  /// The Dice component, as `1 − mean of (2·overlap + smooth) / (sum + smooth)` per image and class.
  public struct Dice: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// Which regions are compared, and how.
    public let regions: Regions
    /// Whether the probabilities below the line are squared.
    public let squared: Bool
  }

  /// The focal component.
  public struct Focal: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// How much what is easy is looked away from, 0 or more.
    public let gamma: Double
    /// With one class, the weight of its pixels, 0...1, of which the others have what is left to 1; nil for 1 and 1.
    public let alpha: Double?
  }

  /// The Tversky component.
  public struct Tversky: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// The weight of what is predicted and not there, 0 or more.
    public let alpha: Double
    /// The weight of what is there and not predicted, 0 or more.
    public let beta: Double
    /// The exponent of each class's loss, above 0.
    public let gamma: Double
    /// Which regions are compared, and how.
    public let regions: Regions
  }

  /// The Jaccard component.
  public struct Jaccard: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// Which regions are compared, and how.
    public let regions: Regions
  }

  /// The Lovász component.
  public struct Lovasz: Equatable, Sendable {
    /// Which classes count.
    public enum Classes: String, ConfigChoice {
      /// Those that are in the image, or in the batch.
      case present
      /// All.
      case all
    }

    /// The factor of the component, 0 or more.
    public let weight: Double
    /// Whether each image has a loss of its own.
    public let perImage: Bool
    /// Which classes count.
    public let classes: Classes
  }

  /// The boundary component.
  public struct Boundary: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
  }

  /// Options of components that compare regions.
  public struct Regions: Equatable, Sendable {
    /// Whether the first class counts.
    public let background: Bool
    /// What is added above and below, so that an absent class is no division by zero.
    public let smooth: Double
    /// Whether sums run over the batch, not over each image.
    public let batch: Bool
  }

  /// The weight map of the 2015 paper.
  public struct BorderWeights: Equatable, Sendable {
    /// What is added at most, above 0.
    public let w0: Double
    /// How far the weights reach, in pixels, above 0.
    public let sigma: Double
  }
}

extension LossConfig.PixelLoss {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    labelSmoothing = keys.read(
      "label_smoothing", default: 0, in: .from(0, below: 1),
      "Share of a pixel's truth that is spread over all classes, as PyTorch's.")
    topK = keys.optional(
      "top_k", in: .above(0, upTo: 1),
      "Share of the batch's pixels that count, those with the greatest losses; null: all. nnU-Net's top-k has 0.1."
    )
  }
}

extension LossConfig.Dice {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    regions = LossConfig.Regions(&keys)
    squared = keys.read(
      "squared", default: false,
      "Whether the probabilities below the line are squared (Milletari et al. 2016).")
  }
}

extension LossConfig.Focal {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    gamma = keys.read(
      "gamma", default: 2, in: .atLeast(0), "Exponent of what a pixel lacks to certainty; 0: cross-entropy.")
    alpha = keys.optional(
      "alpha", in: .from(0, to: 1),
      "With one class, the weight of its pixels, and 1 less that of the others; null: 1 for both. With several, use `class_weights`."
    )
  }
}

extension LossConfig.Tversky {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    alpha = keys.read(
      "alpha", default: 0.3, in: .atLeast(0),
      "Weight of what is predicted and not there; 0.5 as `beta`: Dice.")
    beta = keys.read("beta", default: 0.7, in: .atLeast(0), "Weight of what is there and not predicted.")
    gamma = keys.read(
      "gamma", default: 1, in: .above(0),
      "Exponent of each class's loss: the focal Tversky loss, whose paper recommends 0.75 (written 1/γ).")
    regions = LossConfig.Regions(&keys)
  }
}

extension LossConfig.Jaccard {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    regions = LossConfig.Regions(&keys)
  }
}

extension LossConfig.Lovasz {
  init(_ keys: inout KeyReader) {
    weight = keys.componentWeight()
    perImage = keys.read(
      "per_image", default: false, "Whether each image has a loss of its own, and not the batch as a whole.")
    classes = keys.read(
      "classes", default: .present, "Whether classes without a pixel in the batch (or image) count too.")
  }
}

extension LossConfig.Boundary {
  init(_ keys: inout KeyReader) { weight = keys.componentWeight() }
}

extension LossConfig.Regions {
  init(_ keys: inout KeyReader) {
    background = keys.read("background", default: true, "Whether the first class counts.")
    smooth = keys.read(
      "smooth", default: 1e-6, in: .above(0), "Added above and below, so that an absent class is no 0/0.")
    batch = keys.read(
      "batch", default: false,
      "Whether sums run over the whole batch, and not over each image; nnU-Net's batch Dice.")
  }
}

extension LossConfig.BorderWeights {
  init(_ keys: inout KeyReader) {
    w0 = keys.read("w0", default: 10, in: .above(0), "What is added at most.")
    sigma = keys.read("sigma", default: 5, in: .above(0), "How far the weights reach, in pixels.")
  }
}

extension KeyReader {
  fileprivate mutating func componentWeight() -> Double {
    read("weight", default: 1, in: .atLeast(0), "Factor of the component.")
  }
}
