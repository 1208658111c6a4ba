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

  private enum Name: String, ConfigChoice {
    case sgd, adam, adamw
  }

  /// The rule.
  public let rule: Rule
  /// The step size after warm-up, above 0 and at most 1.
  public let learningRate: Double
  /// The weight decay, 0 or more: an L2 penalty for sgd and adam, decoupled for adamw.
  public let weightDecay: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    (rule, learningRate, weightDecay) = keys.alternatives(by: "name", default: Name.adamw, "The rule.") {
      name, keys in
      let rate = keys.read("learning_rate", default: 1e-3, in: .above(0, upTo: 1), "Step size after warm-up.")
      let decay = keys.read(
        "weight_decay", default: name == .adamw ? 1e-2 : 0, in: .atLeast(0),
        "Weight decay: an L2 penalty for `sgd` and `adam`, decoupled for `adamw`.")
      return switch name {
      case .sgd: (Self.sgd(&keys), rate, decay)
      case .adam: (.adam(Moments(&keys)), rate, decay)
      case .adamw: (.adamw(Moments(&keys)), rate, decay)
      }
    }
  }

  private static func sgd(_ keys: inout KeyReader) -> Rule {
    let momentum = keys.read(
      "momentum", default: 0.9, in: .from(0, below: 1), "How much of the last step is kept.")
    let nesterov = keys.read("nesterov", default: false, "Whether momentum looks ahead.")
    keys.check(
      "nesterov", "momentum", that: !nesterov || momentum > 0, else: "'nesterov' needs a 'momentum' above 0")
    return .sgd(momentum: momentum, nesterov: nesterov)
  }
}

extension OptimizerConfig.Moments {
  init(_ keys: inout KeyReader) {
    let decay = Double.format(in: .from(0, below: 1))
    let betas = keys.read(
      "betas", default: [0.9, 0.999], as: .list(of: decay, counts: 2...2),
      "Decay of the mean of the gradients and of their squares.")
    beta1 = betas[0]
    beta2 = betas[1]
    epsilon = keys.read("epsilon", default: 1e-8, in: .above(0), "Added to the root of the mean square.")
  }
}
