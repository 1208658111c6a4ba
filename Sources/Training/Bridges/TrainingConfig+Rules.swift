import Experiment
import NeuralNets

extension TrainingConfig.Clipping {
  /// How the optimiser bounds gradients.
  var optimizer: Optimizer.Clipping {
    switch self {
    case .norm(let limit): .norm(limit)
    case .value(let limit): .value(limit)
    }
  }
}

extension MovingAverageConfig {
  /// The rule of the average.
  var average: MovingAverage { MovingAverage(decay: decay, warmsUp: warmup) }
}

extension TrainingConfig {
  /// The updates that an epoch's first batches make; the last of an epoch may have fewer batches.
  func updates(in batches: Int) -> Int { (batches + accumulationSteps - 1) / accumulationSteps }
}

extension ExperimentConfig {
  /// The epoch after which early stopping ends a training of this history; `nil` where it goes on.
  func earlyEnd(of history: some Sequence<EpochRecord>) -> Int? {
    training.earlyStopping?.lastEpoch(of: history, by: validation.metric)
  }
}

extension EvaluationConfig {
  /// Whether an epoch, counted from 1, is validated in a training of so many.
  func validates(epoch: Int, of epochs: Int) -> Bool { epoch == epochs || epoch % everyEpochs == 0 }

  /// How many of the epochs a validation follows.
  func count(in epochs: Int) -> Int { (epochs + everyEpochs - 1) / everyEpochs }
}
