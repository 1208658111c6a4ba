public import Torch

/// Changes a network's weights by their gradients, all in one fused call; PyTorch's numbers.
public final class Optimizer {
  /// The rule of an update.
  public enum Algorithm: Hashable, Sendable {
    /// Stochastic gradient descent, with PyTorch's momentum (0 for none) and Nesterov's variant of it.
    case sgd(momentum: Double, nesterov: Bool)
    /// Adam (Kingma and Ba 2015); weight decay is part of the gradient.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// AdamW (Loshchilov and Hutter 2019); weight decay shrinks the weights apart from the gradient.
    case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  }

  /// What a step found out, as tensors of one `float32` on the device, so that nobody waits for it.
  public struct Step {
    /// The Euclidean norm of all gradients, before clipping.
    public let gradientNorm: Tensor
    /// 1 where the loss or a gradient was infinite or NaN and nothing was changed, else 0.
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

  /// An optimiser of the parameters that a store has now.
  public init(_ algorithm: Algorithm, weightDecay: Double, of store: ParameterStore) throws(TorchError) {
    self.algorithm = algorithm
    self.weightDecay = weightDecay
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

  /// Updates the weights that have gradients, after clipping all gradients together to a norm.
  ///
  /// Where `loss` or a gradient is infinite or NaN, changes neither weights nor state. The gradients stay until
  /// `ParameterStore.clearGradients`. Clipping is PyTorch's `clip_grad_norm_`.
  @discardableResult
  public func step(
    learningRate: Double, loss: Tensor, clippingNormTo limit: Double? = nil
  ) throws(TorchError) -> Step {
    try withoutGradient { () throws(TorchError) in
      let batch = learned()
      let norm = try Fused.globalNorm(batch.gradients)
      let skipped = try norm.isFinite().and(loss.isFinite()).not().converted(to: .float32)
      if let limit { try clip(batch.gradients, norm, to: limit) }
      try stepCount.addInPlace(1 - skipped)
      try update(batch, Tensor.full([], Scalar(learningRate), on: state.device), skipped)
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

  private func clip(_ gradients: [Tensor], _ norm: Tensor, to limit: Double) throws(TorchError) {
    let factor = try (Scalar(limit) / (norm + 1e-6)).clamped(0.0, 1.0)
    try Fused.multiply(gradients, by: factor)
  }

  private func update(
    _ batch: Batch, _ learningRate: Tensor, _ skipped: Tensor
  ) throws(TorchError) {
    func memory(_ kind: String) -> [Tensor] { batch.names.compactMap { state["\(kind).\($0)"] } }
    func adam(_ betas: (Double, Double), _ epsilon: Double, _ decay: Fused.WeightDecay) throws(TorchError) {
      try Fused.adam(
        batch.weights, gradients: batch.gradients, averages: memory("exp_avg"),
        squareAverages: memory("exp_avg_sq"), step: stepCount, learningRate: learningRate, betas: betas,
        epsilon: epsilon, weightDecay: decay, foundBad: skipped)
    }
    switch algorithm {
    case .sgd(let momentum, let nesterov):
      try Fused.sgd(
        batch.weights, gradients: batch.gradients, momenta: memory("momentum_buffer"),
        learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay,
        foundBad: skipped)
    case .adam(let beta1, let beta2, let epsilon):
      try adam((beta1, beta2), epsilon, .inGradient(weightDecay))
    case .adamW(let beta1, let beta2, let epsilon):
      try adam((beta1, beta2), epsilon, .decoupled(weightDecay))
    }
  }
}

extension Optimizer.Algorithm {
  /// What is remembered of each weight, by PyTorch's names.
  fileprivate var remembered: [String] {
    switch self {
    case .sgd(momentum: 0, nesterov: _): []
    case .sgd: ["momentum_buffer"]
    case .adam, .adamW: ["exp_avg", "exp_avg_sq"]
    }
  }
}
