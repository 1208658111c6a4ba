import Config

extension ExperimentConfig {
  /// What depends on the length and the step size of training.
  func checkSchedule(_ keys: KeyReader) {
    keys.check(
      "schedule.warmup_epochs", "training.epochs", that: schedule.warmupEpochs < Double(training.epochs),
      else: "'warmup_epochs' must be below 'epochs', which is \(training.epochs)")
    keys.check(
      "schedule.min_learning_rate", "optimizer.learning_rate",
      that: schedule.minimum < optimizer.learningRate,
      else: "'min_learning_rate' must be below 'learning_rate', which is \(optimizer.learningRate)")
    if case .step(let drops, factor: _) = schedule.curve { checkDrops(drops, keys) }
    if case .warmRestarts(let restarts) = schedule.curve {
      warnUnlessReached(restarts.periodEpochs, "period_epochs", "no restart happens", keys)
    }
  }

  private func checkDrops(_ drops: ScheduleConfig.Drops, _ keys: KeyReader) {
    switch drops {
    case .every(let epochs):
      warnUnlessReached(epochs, "every_epochs", "no drop happens", keys)
    case .at(let epochs):
      warnUnlessReached(epochs.last ?? 0, "at_epochs", "the last drop does not happen", keys)
    }
  }

  /// A warning, since a short trial of a long recipe is no mistake.
  private func warnUnlessReached(_ epoch: Int, _ key: String, _ consequence: String, _ keys: KeyReader) {
    keys.warn(
      "schedule.\(key)", "training.epochs", unless: epoch < training.epochs,
      message: "\(consequence): '\(key)' says \(epoch), and 'epochs' is \(training.epochs)")
  }
}
