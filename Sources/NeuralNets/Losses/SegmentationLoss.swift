public import Torch

/// A weighted mix of segmentation losses.
///
/// With K ≥ 2 channels of logits the target holds class indices 0..<K. With one channel it holds 1 where the class is
/// and 0 elsewhere; probabilities are then sigmoids. All is computed in `float32`, also inside `withAutocast`.
public struct SegmentationLoss: Sendable {
  /// The parts of the mix: at least one, and none twice.
  public var terms: [Term]
  /// A weight for each channel, for `ce`, `bce` and `focal`.
  public var classWeights: [Double]?
  /// The target value of pixels that count for nothing; nil if the targets have none, which is faster.
  public var ignoredIndex: Int?

  /// A mix of terms.
  public init(_ terms: [Term], classWeights: [Double]? = nil, ignoredIndex: Int? = 255) {
    self.terms = terms
    self.classWeights = classWeights
    self.ignoredIndex = ignoredIndex
  }

  /// What some losses need to know of a target beside its classes; worked out from the target itself, at its own size.
  public struct Maps {
    /// What is added to the weight of each pixel in `ce` and `bce`, `[N, H, W]` of `float32`; nil for nothing.
    public let borderWeights: Tensor?
    /// The signed distance of each pixel to each class, in pixels, `[N, K, H, W]` of `float32`; `boundary` needs it.
    ///
    /// At most 0 inside of the class, above 0 outside, 0 at ignored pixels.
    public let signedDistances: Tensor?

    /// Maps of a target.
    public init(borderWeights: Tensor? = nil, signedDistances: Tensor? = nil) {
      self.borderWeights = borderWeights
      self.signedDistances = signedDistances
    }
  }

  /// What a batch costs, as tensors of one number on its device.
  public struct Value {
    /// The weighted sum, to go `backward` from.
    public let total: Tensor
    /// Each component without its weight and outside the gradient graph, in the order of `terms`.
    public let components: [(component: Component, value: Tensor)]
  }

  /// The loss of logits `[N, K, H, W]` for a target `[N, H, W]` of `int64`; nil if every pixel is ignored.
  ///
  /// Ignored pixels change neither the value nor the gradient. With `ignoredIndex`, waits for the device.
  public func callAsFunction(
    _ logits: Tensor, _ target: Tensor, maps: Maps = Maps()
  ) throws(TorchError) -> Value? {
    try check(logits.shape, target.shape, maps)
    return try withAutocast(to: nil, on: logits.device) { () throws(TorchError) in
      let batch = try LossBatch(logits, target, ignoring: ignoredIndex, classWeights, maps)
      return try batch.isEmpty ? nil : value(of: batch)
    }
  }

  private func value(of batch: LossBatch) throws(TorchError) -> Value {
    var total = try Tensor.zeros([], on: batch.logits.device)
    var components: [(component: Component, value: Tensor)] = []
    for term in terms {
      let value = try batch.value(of: term.function)
      total = try total + value * Scalar(term.weight)
      components.append((term.function.component, try value.detached()))
    }
    return Value(total: total, components: components)
  }

  private func check(_ logits: [Int], _ target: [Int], _ maps: Maps) throws(TorchError) {
    func require(_ condition: Bool, _ message: String) throws(TorchError) {
      if !condition {
        throw TorchError(operation: "segmentation loss", shapes: [logits, target], message: message)
      }
    }
    try require(
      logits.count == 4 && [logits[0], logits[2], logits[3]] == target,
      "logits are [N, K, H, W] and the target is [N, H, W]")
    if let classWeights {
      try require(
        classWeights.count == logits[1], "\(classWeights.count) class weights for \(logits[1]) channels")
    }
    let components = terms.map(\.function.component)
    try require(Set(components).count == components.count, "a component of the mix is there twice")
    try require(
      logits[1] > 1 || !components.contains(.crossEntropy),
      "cross entropy of one channel is always 0; use binary cross entropy")
    try require(
      maps.signedDistances?.shape == logits || !components.contains(.boundary),
      "the boundary loss needs signed distances [N, K, H, W]")
    try require(maps.borderWeights.map { $0.shape == target } ?? true, "border weights are [N, H, W]")
  }
}
