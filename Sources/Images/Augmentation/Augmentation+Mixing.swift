extension Augmentation {
  /// How the samples of a batch are mixed with each other.
  public struct Mixing: Hashable, Sendable {
    /// Adds to each image another of the batch, and learns both masks (mixup, Zhang and others 2018).
    public var mixup = Mix()
    /// Pastes a rectangle of another sample, image and mask (CutMix, Yun and others 2019).
    public var cutmix = Mix()

    /// Makes a mixing that never happens.
    public init() {}
  }

  /// How often a batch is mixed, and by how much.
  public struct Mix: Hashable, Sendable {
    /// How often, 0...1.
    public var probability: Double
    /// The shares of the two samples are of Beta(alpha, alpha), above 0.
    public var alpha: Double

    /// Makes a mixing that happens with the given probability.
    public init(probability: Double = 0, alpha: Double = 1) {
      self.probability = probability
      self.alpha = alpha
    }
  }
}
