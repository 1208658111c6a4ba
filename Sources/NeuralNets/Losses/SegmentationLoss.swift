public import Torch

/// A weighted mix of segmentation losses.
///
/// With K ≥ 2 channels of logits the target holds class indices 0..<K. With one channel it holds 1 where the class is
/// and 0 elsewhere; probabilities are then sigmoids. All is computed in `float32`, also inside `withAutocast`.
public struct SegmentationLoss: Sendable {
  /// A term of the mix.
  public enum Component: String, Hashable, Sendable, CaseIterable {
    /// PyTorch's `cross_entropy`; not with one channel.
    case crossEntropy = "ce"
    /// PyTorch's `binary_cross_entropy_with_logits`, of each channel with its one-hot plane.
    case binaryCrossEntropy = "bce"
    /// Soft Dice.
    case dice = "dice"
  }

  /// 1 − the mean over images and classes of (2 Σ p·t + smooth) / (Σ p + Σ t + smooth), sums over valid pixels.
  public struct Dice: Hashable, Sendable {
    /// Its factor in the mix.
    public var weight: Double
    /// Whether class 0 counts, where there are several.
    public var includesBackground: Bool
    /// Added above and below, so that a class that is neither there nor predicted scores 1.
    public var smooth: Double

    /// Soft Dice over all classes.
    public init(weight: Double = 1, includesBackground: Bool = true, smooth: Double = 1e-6) {
      self.weight = weight
      self.includesBackground = includesBackground
      self.smooth = smooth
    }
  }

  /// The factor of cross entropy; nil leaves it out.
  public var crossEntropy: Double?
  /// The factor of binary cross entropy; nil leaves it out.
  public var binaryCrossEntropy: Double?
  /// How Dice counts; nil leaves it out.
  public var dice: Dice?
  /// A weight for each channel, for cross entropy and binary cross entropy.
  public var classWeights: [Double]?
  /// The target value of pixels that count for nothing; nil if the targets have none, which is faster.
  public var ignoredIndex: Int?

  /// A mix, of at least one component.
  public init(
    crossEntropy: Double? = nil, binaryCrossEntropy: Double? = nil, dice: Dice? = nil,
    classWeights: [Double]? = nil, ignoredIndex: Int? = 255
  ) {
    self.crossEntropy = crossEntropy
    self.binaryCrossEntropy = binaryCrossEntropy
    self.dice = dice
    self.classWeights = classWeights
    self.ignoredIndex = ignoredIndex
  }

  /// What a batch costs, as tensors of one number on its device.
  public struct Value {
    /// The weighted sum, to go `backward` from.
    public let total: Tensor
    /// Each component without its weight and outside the gradient graph, in the order of `Component`.
    public let components: [(component: Component, value: Tensor)]
  }

  /// The loss of logits `[N, K, H, W]` for a target `[N, H, W]` of `int64`; nil if every pixel is ignored.
  ///
  /// Ignored pixels change neither the value nor the gradient. With `ignoredIndex`, waits for the device.
  public func callAsFunction(_ logits: Tensor, _ target: Tensor) throws(TorchError) -> Value? {
    try check(logits.shape, target.shape)
    return try withAutocast(to: nil, on: logits.device) { () throws(TorchError) in
      let batch = try LossBatch(logits, target, ignoring: ignoredIndex)
      return try batch.isEmpty ? nil : value(of: batch)
    }
  }

  private func value(of batch: LossBatch) throws(TorchError) -> Value {
    var terms: [(Component, Double, Tensor)] = []
    if let crossEntropy {
      terms.append((.crossEntropy, crossEntropy, try batch.crossEntropy(classWeights)))
    }
    if let binaryCrossEntropy {
      terms.append((.binaryCrossEntropy, binaryCrossEntropy, try batch.binaryCrossEntropy(classWeights)))
    }
    if let dice { terms.append((.dice, dice.weight, try batch.dice(dice))) }
    var total = try Tensor.zeros([], on: batch.logits.device)
    for (_, weight, value) in terms { total = try total + value * Scalar(weight) }
    var components: [(component: Component, value: Tensor)] = []
    for (component, _, value) in terms { components.append((component, try value.detached())) }
    return Value(total: total, components: components)
  }

  private func check(_ logits: [Int], _ target: [Int]) throws(TorchError) {
    func refuse(_ message: String) -> TorchError {
      TorchError(operation: "segmentation loss", shapes: [logits, target], message: message)
    }
    guard logits.count == 4, [logits[0], logits[2], logits[3]] == target else {
      throw refuse("logits are [N, K, H, W] and the target is [N, H, W]")
    }
    if let classWeights, classWeights.count != logits[1] {
      throw refuse("\(classWeights.count) class weights for \(logits[1]) channels")
    }
    if crossEntropy != nil, logits[1] == 1 {
      throw refuse("cross entropy of one channel is always 0; use binary cross entropy")
    }
  }
}
