/// The learning rate of each step of a training: a linear warm-up, then a schedule over what remains.
public struct LearningRate: Hashable, Sendable {
  /// How often a schedule moves on.
  public enum Clock: Hashable, Sendable {
    /// At each step.
    case step
    /// At the beginning of each epoch.
    case epoch
  }

  /// The learning rate after the warm-up.
  public let base: Double
  /// How it changes after the warm-up.
  public let schedule: Schedule
  /// How often it changes after the warm-up.
  public let clock: Clock
  /// The number of steps of the warm-up, at least 0.
  public let warmupSteps: Int
  /// The number of epochs of the whole training.
  public let epochs: Int
  /// The number of steps in an epoch, at least 1.
  public let stepsPerEpoch: Int

  /// A plan for all steps of a training, the warm-up's included.
  public init(
    base: Double, schedule: Schedule, by clock: Clock = .step, warmupSteps: Int = 0, epochs: Int,
    stepsPerEpoch: Int
  ) {
    self.base = base
    self.schedule = schedule
    self.clock = clock
    self.warmupSteps = warmupSteps
    self.epochs = epochs
    self.stepsPerEpoch = stepsPerEpoch
  }

  /// The learning rate of a step, from 0; in the warm-up (step + 1) / warmupSteps of the base.
  ///
  /// - Parameter plateauFactor: `Plateau.factor` as it is now; only the schedule `plateau` looks at it.
  public func at(_ step: Int, plateauFactor: Double = 1) -> Double {
    guard step < warmupSteps else { return scheduled(step, plateauFactor) }
    let top = if case .plateau = schedule { scheduled(warmupSteps, plateauFactor) } else { base }
    return top * (Double(step + 1) / Double(warmupSteps))
  }

  private func scheduled(_ step: Int, _ plateauFactor: Double) -> Double {
    schedule.learningRate(at: progress(at: step), from: base, plateauFactor: plateauFactor)
  }

  private func progress(at step: Int) -> Schedule.Progress {
    let epoch = step / stepsPerEpoch
    switch clock {
    case .step:
      return Schedule.Progress(
        done: Double(step - warmupSteps), total: Double(epochs * stepsPerEpoch - warmupSteps),
        perEpoch: Double(stepsPerEpoch), epoch: epoch)
    case .epoch:
      // A warm-up may end within an epoch; the schedule moves on at the next.
      let warmupEpochs = Double(warmupSteps) / Double(stepsPerEpoch)
      return Schedule.Progress(
        done: max(Double(epoch) - warmupEpochs, 0), total: Double(epochs) - warmupEpochs, perEpoch: 1,
        epoch: epoch)
    }
  }
}
