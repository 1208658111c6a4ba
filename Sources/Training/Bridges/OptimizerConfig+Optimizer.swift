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
    }
  }
}
