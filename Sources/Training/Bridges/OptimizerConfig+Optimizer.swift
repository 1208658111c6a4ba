import Experiment
import NeuralNets

extension OptimizerConfig {
  /// The rule of an update.
  var algorithm: Optimizer.Algorithm {
    switch rule {
    case .sgd(let momentum, let nesterov): .sgd(momentum: momentum, nesterov: nesterov)
    case .adam(let moments):
      .adam(beta1: moments.beta1, beta2: moments.beta2, epsilon: moments.epsilon)
    case .adamw(let moments):
      .adamW(beta1: moments.beta1, beta2: moments.beta2, epsilon: moments.epsilon)
    case .rmsprop(let rule):
      .rmsprop(
        Optimizer.RMSprop(
          alpha: rule.alpha, epsilon: rule.epsilon, momentum: rule.momentum, centered: rule.centered))
    case .lion(let beta1, let beta2): .lion(beta1: beta1, beta2: beta2)
    }
  }
}
