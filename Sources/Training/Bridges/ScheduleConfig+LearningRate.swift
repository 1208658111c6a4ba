import Experiment
import NeuralNets

extension ExperimentConfig {
  /// The learning rate of every step.
  func learningRate(stepsPerEpoch: Int) -> LearningRate {
    LearningRate(
      base: optimizer.learningRate, schedule: schedule.curve.schedule, by: schedule.clock.clock,
      warmupSteps: Int((schedule.warmupEpochs * Double(stepsPerEpoch)).rounded()), epochs: training.epochs,
      stepsPerEpoch: stepsPerEpoch)
  }

  /// When the learning rate falls as the validation's metric stops improving; nil under the other schedules.
  var plateauRule: Plateau.Rule? {
    guard case .plateau(let plateau) = schedule.curve else { return nil }
    return Plateau.Rule(
      goal: validation.metric.direction == .lower ? .lower : .higher, factor: plateau.factor,
      patience: plateau.patience, threshold: plateau.threshold, cooldown: plateau.cooldown)
  }
}

extension ScheduleConfig.Curve {
  fileprivate var schedule: Schedule {
    switch self {
    case .constant: .constant
    case .cosine(let minimum): .cosine(minimum: minimum)
    case .poly(let power, let minimum): .polynomial(power: power, minimum: minimum)
    case .step(.every(let epochs), let factor): .step(.every(epochs), factor: factor)
    case .step(.at(let epochs), let factor): .step(.at(epochs), factor: factor)
    case .exponential(let factor): .exponential(factor: factor)
    case .oneCycle(let cycle):
      .oneCycle(
        Schedule.OneCycle(
          pctStart: cycle.pctStart, divFactor: cycle.divFactor, finalDivFactor: cycle.finalDivFactor))
    case .plateau(let plateau): .plateau(minimum: plateau.minimum)
    case .warmRestarts(let restarts):
      .warmRestarts(
        Schedule.WarmRestarts(
          periodEpochs: restarts.periodEpochs, multiplier: restarts.multiplier, minimum: restarts.minimum))
    }
  }

  /// Whether it never looks at the end of training, so that more epochs change none that are done.
  var isOpenEnded: Bool {
    switch self {
    case .constant, .step, .exponential, .plateau, .warmRestarts: true
    case .cosine, .poly, .oneCycle: false
    }
  }

  /// The names of those that are, for an error.
  static let openEndedNames = "constant, step, exponential, plateau or warm_restarts"
}

extension ScheduleConfig.Clock {
  fileprivate var clock: LearningRate.Clock {
    switch self {
    case .step: .step
    case .epoch: .epoch
    }
  }
}
