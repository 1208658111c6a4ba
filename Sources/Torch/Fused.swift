import CTorch

/// Operations over many tensors in one call, for optimisers; all tensors are on one device.
public enum Fused {
  /// How Adam takes weight decay into account.
  public enum WeightDecay: Sendable {
    /// As part of the gradient: Adam.
    case inGradient(Double)
    /// Apart from it, as a shrinking of the weight: AdamW.
    case decoupled(Double)
  }

  /// One step of PyTorch's Adam or AdamW on each parameter, by its gradient and two running averages.
  ///
  /// `step` (one `float32`) counts from 1. Where `foundBad` (one `float32`) is 1, nothing changes.
  public static func adam(
    _ parameters: [Tensor], gradients: [Tensor], averages: [Tensor], squareAverages: [Tensor],
    step: Tensor, learningRate: Tensor, betas: (Double, Double), epsilon: Double,
    weightDecay: WeightDecay, foundBad: Tensor
  ) throws(TorchError) {
    try check("_fused_adam_", parameters.count, [gradients, averages, squareAverages])
    let (decay, decoupled) =
      switch weightDecay {
      case .inGradient(let decay): (decay, false)
      case .decoupled(let decay): (decay, true)
      }
    let operands = parameters + gradients + averages + squareAverages + [step, learningRate, foundBad]
    try Tensor.perform("_fused_adam_", operands) {
      ctorch_fused_adam_(
        handles(parameters), handles(gradients), handles(averages), handles(squareAverages),
        parameters.count, step.handle, learningRate.handle, betas.0, betas.1, decay, epsilon, decoupled,
        foundBad.handle)
    }
  }

  /// One step of PyTorch's SGD on each parameter; `momenta` start as zeros and may be empty without momentum.
  ///
  /// Where `foundBad` (one `float32`) is 1, nothing changes.
  public static func sgd(
    _ parameters: [Tensor], gradients: [Tensor], momenta: [Tensor], learningRate: Tensor,
    momentum: Double, nesterov: Bool, weightDecay: Double, foundBad: Tensor
  ) throws(TorchError) {
    try check("_fused_sgd_", parameters.count, momenta.isEmpty ? [gradients] : [gradients, momenta])
    try Tensor.perform("_fused_sgd_", parameters + gradients + momenta + [learningRate, foundBad]) {
      ctorch_fused_sgd_(
        handles(parameters), handles(gradients), handles(momenta), parameters.count, momenta.count,
        learningRate.handle, momentum, weightDecay, nesterov, foundBad.handle)
    }
  }

  /// The Euclidean norm of all tensors taken as one vector; stays on the device.
  public static func globalNorm(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
    try Tensor.make("_foreach_norm", tensors) { ctorch_global_norm(handles(tensors), tensors.count) }
  }

  /// Multiplies all tensors by one number, which stays on the device.
  public static func multiply(_ tensors: [Tensor], by factor: Tensor) throws(TorchError) {
    try Tensor.perform("_foreach_mul_", tensors + [factor]) {
      ctorch_foreach_mul_(handles(tensors), tensors.count, factor.handle)
    }
  }

  /// Moves every element of all tensors into −`limit`...`limit`; NaN stays.
  public static func clamp(_ tensors: [Tensor], to limit: Double) throws(TorchError) {
    try Tensor.perform("_foreach_clamp_max_", tensors) {
      ctorch_foreach_clamp_(handles(tensors), tensors.count, -limit, limit)
    }
  }

  /// Moves each tensor towards another by a share: x + `weight` · (target − x).
  public static func move(
    _ tensors: [Tensor], towards targets: [Tensor], by weight: Double
  ) throws(TorchError) {
    try check("_foreach_lerp_", tensors.count, [targets])
    try Tensor.perform("_foreach_lerp_", tensors + targets) {
      ctorch_foreach_lerp_(handles(tensors), handles(targets), tensors.count, weight)
    }
  }

  /// Copies tensors over others, each over the one at its place.
  ///
  /// - Parameter condition: one `bool`, without which nothing changes; `nil` to copy in any case.
  public static func copy(
    _ sources: [Tensor], over tensors: [Tensor], where condition: Tensor? = nil
  ) throws(TorchError) {
    try check("_foreach_copy_", tensors.count, [sources])
    try Tensor.perform("_foreach_copy_", tensors + sources + [condition]) {
      ctorch_foreach_copy_(handles(tensors), handles(sources), tensors.count, condition?.handle)
    }
  }

  /// Whether every element of all tensors, of a floating type, is neither infinite nor NaN: one `bool`, which stays on the device.
  public static func areFinite(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
    try Tensor.make("_foreach_norm", tensors) { ctorch_all_finite(handles(tensors), tensors.count) }
  }

  static func handles(_ tensors: [Tensor]) -> [CTorchTensor] { tensors.map(\.handle) }

  static func check(_ operation: String, _ count: Int, _ lists: [[Tensor]]) throws(TorchError) {
    for list in lists where list.count != count {
      throw TorchError(operation: operation, message: "\(count) tensors and a list of \(list.count)")
    }
  }
}
