extension Optimizer {
  /// The rule of an update.
  public enum Algorithm: Hashable, Sendable {
    /// Stochastic gradient descent, with PyTorch's momentum (0 for none) and Nesterov's variant of it.
    case sgd(momentum: Double, nesterov: Bool)
    /// Adam (Kingma and Ba 2015); weight decay is part of the gradient.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// AdamW (Loshchilov and Hutter 2019); weight decay shrinks the weights apart from the gradient.
    case adamW(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// RMSprop (Hinton 2012) as PyTorch's; weight decay is part of the gradient.
    case rmsprop(RMSprop = RMSprop())
    /// Lion (Chen and others 2023): the sign of an averaged gradient; weight decay as AdamW's.
    case lion(beta1: Double = 0.9, beta2: Double = 0.99)
  }

  /// What RMSprop can be told.
  public struct RMSprop: Hashable, Sendable {
    /// The share of the mean square that a step keeps, 0..<1.
    public let alpha: Double
    /// What is added to the root of the mean square, above 0.
    public let epsilon: Double
    /// The share of the last step that is kept, 0..<1; 0 for none.
    public let momentum: Double
    /// Whether the square of the mean gradient is taken from the mean square, which leaves the variance (Graves 2013).
    public let centered: Bool

    /// PyTorch's defaults.
    public init(
      alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0, centered: Bool = false
    ) {
      self.alpha = alpha
      self.epsilon = epsilon
      self.momentum = momentum
      self.centered = centered
    }
  }

  /// How gradients are bounded before an update.
  public enum Clipping: Hashable, Sendable {
    /// All are scaled down together where their Euclidean norm is beyond this: PyTorch's `clip_grad_norm_`.
    case norm(Double)
    /// Each element is moved into −value...value: PyTorch's `clip_grad_value_`.
    case value(Double)
  }
}

extension Optimizer.Algorithm {
  /// What is remembered of each weight, by PyTorch's names.
  var remembered: [String] {
    switch self {
    case .sgd(momentum: 0, nesterov: _): []
    case .sgd: ["momentum_buffer"]
    case .adam, .adamW: ["exp_avg", "exp_avg_sq"]
    case .rmsprop(let rule):
      ["square_avg"] + (rule.centered ? ["grad_avg"] : []) + (rule.momentum > 0 ? ["momentum_buffer"] : [])
    case .lion: ["exp_avg"]
    }
  }
}
