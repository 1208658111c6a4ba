public import Config

/// The rule that updates the weights.
public struct OptimizerConfig: ConfigSection {
  /// The rule with the settings that only it has.
  public enum Rule: Equatable, Sendable {
    /// Stochastic gradient descent, as PyTorch's `SGD`.
    case sgd(momentum: Double, nesterov: Bool)
    /// Adam, as PyTorch's `Adam`.
    case adam(Moments)
    /// Adam with decoupled weight decay, as PyTorch's `AdamW`.
    case adamw(Moments)
    /// RMSprop, as PyTorch's `RMSprop`.
    case rmsprop(RMSprop)
    /// Lion (Chen and others 2023).
    case lion(beta1: Double, beta2: Double)
  }

  /// How Adam averages gradients.
  public struct Moments: Equatable, Sendable {
    /// The decay of the mean of the gradients, 0 to below 1.
    public let beta1: Double
    /// The decay of the mean of their squares, 0 to below 1.
    public let beta2: Double
    /// What is added to the root of the latter.
    public let epsilon: Double
  }

  /// How RMSprop scales gradients.
  public struct RMSprop: Equatable, Sendable {
    /// The decay of the mean of their squares, 0 to below 1.
    public let alpha: Double
    /// What is added to the root of that mean.
    public let epsilon: Double
    /// How much of the last step is kept, 0 to below 1.
    public let momentum: Double
    /// Whether the squared mean of the gradients is taken from the mean of their squares.
    public let centered: Bool
  }

  private enum Name: String, ConfigChoice {
    case sgd, adam, adamw, rmsprop, lion

    /// Lion's steps are as long as the learning rate whatever the gradient, so that its paper takes 3 to 10 times less than
    /// AdamW's, and as much more weight decay.
    var learningRate: Double { self == .lion ? 1e-4 : 1e-3 }

    var weightDecay: Double {
      switch self {
      case .sgd, .adam, .rmsprop: 0
      case .adamw: 1e-2
      case .lion: 1e-1
      }
    }
  }

  /// The rule.
  public let rule: Rule
  /// The step size after warm-up, above 0 and at most 1.
  public let learningRate: Double
  /// The weight decay, 0 or more: an L2 penalty for sgd, adam and rmsprop, decoupled for adamw and lion.
  public let weightDecay: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    (rule, learningRate, weightDecay) = keys.alternatives(by: "name", default: Name.adamw, "The rule.") {
      name, keys in
      let rate = keys.read(
        "learning_rate", default: name.learningRate, in: .above(0, upTo: 1), "Step size after warm-up.")
      let decay = keys.read(
        "weight_decay", default: name.weightDecay, in: .atLeast(0),
        "Weight decay: an L2 penalty for `sgd`, `adam` and `rmsprop`, decoupled for `adamw` and `lion`.")
      return (Self.rule(name, &keys), rate, decay)
    }
  }

  private static func rule(_ name: Name, _ keys: inout KeyReader) -> Rule {
    switch name {
    case .sgd: return sgd(&keys)
    case .adam: return .adam(Moments(&keys))
    case .adamw: return .adamw(Moments(&keys))
    case .rmsprop: return .rmsprop(RMSprop(&keys))
    case .lion:
      let betas = betas(
        &keys, default: [0.9, 0.99], "Decay of the mean of the gradients: in a step, and in what is kept.")
      return .lion(beta1: betas[0], beta2: betas[1])
    }
  }

  private static func sgd(_ keys: inout KeyReader) -> Rule {
    let momentum = momentum(&keys, default: 0.9)
    let nesterov = keys.read("nesterov", default: false, "Whether momentum looks ahead.")
    keys.check(
      "nesterov", "momentum", that: !nesterov || momentum > 0, else: "'nesterov' needs a 'momentum' above 0")
    return .sgd(momentum: momentum, nesterov: nesterov)
  }

  /// The keys of two rules with the same meaning are declared here, once.
  fileprivate static func momentum(_ keys: inout KeyReader, default standard: Double) -> Double {
    keys.read("momentum", default: standard, in: .from(0, below: 1), "How much of the last step is kept.")
  }

  fileprivate static func epsilon(_ keys: inout KeyReader) -> Double {
    keys.read("epsilon", default: 1e-8, in: .above(0), "Added to the root of the mean square.")
  }

  fileprivate static func betas(
    _ keys: inout KeyReader, default standard: [Double], _ summary: String
  ) -> [Double] {
    let decay = Double.format(in: .from(0, below: 1))
    return keys.read("betas", default: standard, as: .list(of: decay, counts: 2...2), summary)
  }
}

extension OptimizerConfig.Moments {
  init(_ keys: inout KeyReader) {
    let betas = OptimizerConfig.betas(
      &keys, default: [0.9, 0.999], "Decay of the mean of the gradients and of their squares.")
    beta1 = betas[0]
    beta2 = betas[1]
    epsilon = OptimizerConfig.epsilon(&keys)
  }
}

extension OptimizerConfig.RMSprop {
  init(_ keys: inout KeyReader) {
    alpha = keys.read(
      "alpha", default: 0.99, in: .from(0, below: 1), "Decay of the mean of the squared gradients.")
    epsilon = OptimizerConfig.epsilon(&keys)
    momentum = OptimizerConfig.momentum(&keys, default: 0)
    centered = keys.read(
      "centered", default: false,
      "Whether the squared mean of the gradients is taken from the mean of their squares.")
  }
}
