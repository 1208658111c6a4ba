public import Torch

/// Changes a network's weights by their gradients, all in a few calls over all of them; PyTorch's numbers.
public final class Optimizer {
  /// What a step found out, as tensors of one number on the device, so that nobody waits for it.
  public struct Step {
    /// The Euclidean norm of all gradients, before clipping.
    public let gradientNorm: Tensor
    /// 1 where nothing was changed, since the loss or a gradient was infinite or NaN, else 0; `float32`.
    public let skipped: Tensor
  }

  /// The rule of an update.
  public let algorithm: Algorithm

  /// The share of each weight that a step takes away, relative to the learning rate.
  public let weightDecay: Double

  /// What the optimiser remembers, to be saved and loaded with the weights: `step`, `exp_avg.<weight>` and so on.
  public let state: ParameterStore

  private let parameters: [ParameterStore.Entry]
  private let stepCount: Tensor
  /// The type of the weights.
  private let dtype: DType

  /// An optimiser of the parameters that a store has now.
  public init(_ algorithm: Algorithm, weightDecay: Double, of store: ParameterStore) throws(TorchError) {
    self.algorithm = algorithm
    self.weightDecay = weightDecay
    dtype = store.dtype
    parameters = store.parameters
    state = ParameterStore(on: store.device)
    stepCount = try state.scope.buffer("step", [], .zeros)
    for kind in algorithm.remembered {
      for parameter in parameters {
        let memory = try parameter.tensor.detached().uninitializedLike()
        try memory.fill(with: 0)
        state.register("\(kind).\(parameter.name)", memory, as: .buffer)
      }
    }
  }

  /// Updates the weights that have gradients, after clipping the gradients.
  ///
  /// Where `loss` or a gradient is infinite or NaN, changes neither weights nor state. The gradients stay, as clipping left
  /// them, until `ParameterStore.clearGradients`; a skipped step may leave zeros.
  ///
  /// - Parameter isSound: one `bool`; where it doesn't hold, nothing is changed either.
  @discardableResult
  public func step(
    learningRate: Double, loss: Tensor, clipping: Clipping? = nil, where isSound: Tensor? = nil
  ) throws(TorchError) -> Step {
    try withoutGradient { () throws(TorchError) in
      let batch = learned()
      let norm = try Fused.globalNorm(batch.gradients)
      let areNumbers = try norm.isFinite().and(loss.isFinite())
      let skipped = try
        (isSound.map { condition throws(TorchError) in try areNumbers.and(condition) } ?? areNumbers)
        .not().converted(to: .float32)
      try clip(batch.gradients, norm, clipping)
      try stepCount.addInPlace(1 - skipped)
      try update(batch, learningRate, skipped)
      return Step(gradientNorm: norm, skipped: skipped)
    }
  }

  private struct Batch {
    var names: [String] = []
    var weights: [Tensor] = []
    var gradients: [Tensor] = []
  }

  private func learned() -> Batch {
    var batch = Batch()
    for parameter in parameters {
      guard let gradient = parameter.tensor.gradient else { continue }
      batch.names.append(parameter.name)
      batch.weights.append(parameter.tensor)
      batch.gradients.append(gradient)
    }
    return batch
  }

  private func clip(_ gradients: [Tensor], _ norm: Tensor, _ clipping: Clipping?) throws(TorchError) {
    switch clipping {
    case .norm(let limit):
      let factor = try (Scalar(limit) / (norm + 1e-6)).clamped(0.0, 1.0)
      try Fused.multiply(gradients, by: factor)
    case .value(let limit): try Fused.clamp(gradients, to: limit)
    case nil: break
    }
  }

  private func update(_ batch: Batch, _ learningRate: Double, _ skipped: Tensor) throws(TorchError) {
    switch algorithm {
    case .sgd(let momentum, let nesterov):
      try Fused.sgd(
        batch.weights, gradients: batch.gradients, momenta: memory("momentum_buffer", batch),
        learningRate: onDevice(learningRate), momentum: momentum, nesterov: nesterov,
        weightDecay: weightDecay, foundBad: skipped)
    case .adam(let beta1, let beta2, let epsilon):
      try adam(batch, learningRate, (beta1, beta2), epsilon, .inGradient(weightDecay), skipped)
    case .adamW(let beta1, let beta2, let epsilon):
      try adam(batch, learningRate, (beta1, beta2), epsilon, .decoupled(weightDecay), skipped)
    case .rmsprop(let rule):
      try Fused.rmsprop(
        batch.weights, gradients: batch.gradients, squareAverages: memory("square_avg", batch),
        gradientAverages: memory("grad_avg", batch), momenta: memory("momentum_buffer", batch),
        learningRate: learningRate, alpha: rule.alpha, momentum: rule.momentum, epsilon: rule.epsilon,
        weightDecay: weightDecay, foundBad: skipped)
    case .lion(let beta1, let beta2):
      try Fused.lion(
        batch.weights, gradients: batch.gradients, averages: memory("exp_avg", batch),
        learningRate: learningRate, betas: (beta1, beta2), weightDecay: weightDecay, foundBad: skipped)
    }
  }

  private func adam(
    _ batch: Batch, _ learningRate: Double, _ betas: (Double, Double), _ epsilon: Double,
    _ decay: Fused.WeightDecay, _ skipped: Tensor
  ) throws(TorchError) {
    try Fused.adam(
      batch.weights, gradients: batch.gradients, averages: memory("exp_avg", batch),
      squareAverages: memory("exp_avg_sq", batch), step: stepCount, learningRate: onDevice(learningRate),
      betas: betas, epsilon: epsilon, weightDecay: decay, foundBad: skipped)
  }

  /// What is remembered of a batch's weights; empty where the rule does not remember this.
  private func memory(_ kind: String, _ batch: Batch) -> [Tensor] {
    batch.names.compactMap { state["\(kind).\($0)"] }
  }

  private func onDevice(_ learningRate: Double) throws(TorchError) -> Tensor {
    try Tensor.full([], Scalar(learningRate), dtype, on: state.device)
  }
}
