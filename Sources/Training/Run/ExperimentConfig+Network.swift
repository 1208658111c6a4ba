import Experiment
import NeuralNets

/// The bridge from a config to the network that it declares: the only place that knows both vocabularies.
extension ExperimentConfig {
  /// The names of the classes, in channel order.
  var classNames: [String] { data.classes.map(\.name) }

  /// The shape of the network for images of so many channels.
  func network(channels: Int) -> UNet.Configuration {
    UNet.Configuration(
      inputChannels: channels, outputChannels: data.classes.count, depth: model.depth, width: model.width,
      norm: model.norm.network, upsampling: model.upsampling.network, dropout: model.dropout)
  }

  /// The loss mix; a weight of 0 leaves a part out.
  var segmentationLoss: SegmentationLoss {
    func used(_ weight: Double?) -> Double? { weight.flatMap { $0 > 0 ? $0 : nil } }
    let dice = loss.dice.flatMap { dice in
      used(dice.weight).map {
        SegmentationLoss.Dice(weight: $0, includesBackground: dice.background, smooth: dice.smooth)
      }
    }
    return SegmentationLoss(
      crossEntropy: used(loss.ce?.weight), binaryCrossEntropy: used(loss.bce?.weight), dice: dice,
      classWeights: loss.classWeights?.values(for: data.classes),
      ignoredIndex: data.ignore.isEmpty ? nil : 255)
  }

  /// The learning rate of every step.
  func learningRate(stepsPerEpoch: Int) -> LearningRate {
    LearningRate(
      base: optimizer.learningRate, schedule: schedule.curve.schedule,
      warmupSteps: Int((schedule.warmupEpochs * Double(stepsPerEpoch)).rounded()),
      totalSteps: training.epochs * stepsPerEpoch)
  }
}

extension SegmentationLoss {
  /// The names of the parts that it logs, in the order of `Value.components`.
  var componentNames: [String] {
    let used: [Component?] = [
      crossEntropy.map { _ in .crossEntropy }, binaryCrossEntropy.map { _ in .binaryCrossEntropy },
      dice.map { _ in .dice },
    ]
    return used.compactMap { $0?.rawValue }
  }
}

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

extension ModelConfig.Norm {
  fileprivate var network: UNet.Norm {
    switch self {
    case .batch: .batch
    case .none: .none
    }
  }
}

extension ModelConfig.Upsampling {
  fileprivate var network: UNet.Upsampling {
    switch self {
    case .transposed: .transposed
    case .bilinear: .bilinear
    }
  }
}
