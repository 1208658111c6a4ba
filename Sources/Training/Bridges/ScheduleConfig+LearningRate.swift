import Experiment
import NeuralNets

extension ExperimentConfig {
  /// The learning rate of every step.
  func learningRate(stepsPerEpoch: Int) -> LearningRate {
    LearningRate(
      base: optimizer.learningRate, schedule: schedule.curve.schedule,
      warmupSteps: Int((schedule.warmupEpochs * Double(stepsPerEpoch)).rounded()),
      totalSteps: training.epochs * stepsPerEpoch)
  }
}

extension ScheduleConfig.Curve {
  fileprivate var schedule: Schedule {
    switch self {
    case .constant: .constant
    case .cosine(let minimum): .cosine(minimum: minimum)
    case .poly(let power, let minimum): .polynomial(power: power, minimum: minimum)
    }
  }

  /// Whether it never looks at the end of training, so that more epochs change none that are done.
  var isOpenEnded: Bool { self == .constant }
}
