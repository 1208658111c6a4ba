import NeuralNets

/// A schedule of the fixtures, with what PyTorch's scheduler of that name was given.
struct NamedSchedule {
  let name: String
  let schedule: Schedule
  let clock: LearningRate.Clock
  let warmupEpochs: Int

  private init(
    _ name: String, _ schedule: Schedule, by clock: LearningRate.Clock = .step, warmupEpochs: Int = 0
  ) {
    self.name = name
    self.schedule = schedule
    self.clock = clock
    self.warmupEpochs = warmupEpochs
  }

  func learningRate(base: Double, epochs: Int, stepsPerEpoch: Int) -> LearningRate {
    LearningRate(
      base: base, schedule: schedule, by: clock, warmupSteps: warmupEpochs * stepsPerEpoch, epochs: epochs,
      stepsPerEpoch: stepsPerEpoch)
  }

  /// Without a warm-up.
  static func all(base: Double) -> [NamedSchedule] {
    [
      NamedSchedule("constant", .constant),
      NamedSchedule("cosine", .cosine(minimum: base / 20)),
      NamedSchedule("cosine_by_epoch", .cosine(minimum: 0), by: .epoch),
      NamedSchedule("poly", .polynomial(power: 0.9, minimum: 0)),
      NamedSchedule("poly_by_epoch", .polynomial(power: 0.9, minimum: 0), by: .epoch),
      NamedSchedule("step_every", .step(.every(3), factor: 0.2)),
      NamedSchedule("step_at", .step(.at([2, 5, 9]), factor: 0.5)),
      NamedSchedule("exponential", .exponential(factor: 0.9), by: .epoch),
      NamedSchedule("exponential_by_step", .exponential(factor: 0.9)),
      NamedSchedule("one_cycle", .oneCycle(.init())),
      NamedSchedule(
        "one_cycle_by_epoch", .oneCycle(.init(pctStart: 0.4, divFactor: 10, finalDivFactor: 100)), by: .epoch),
      NamedSchedule("plateau", .plateau(minimum: base / 20)),
      NamedSchedule("warm_restarts", .warmRestarts(.init(periodEpochs: 3, minimum: base / 20))),
      NamedSchedule(
        "warm_restarts_by_epoch", .warmRestarts(.init(periodEpochs: 2, multiplier: 2)), by: .epoch),
      NamedSchedule("warm_restarts_growing", .warmRestarts(.init(periodEpochs: 1, multiplier: 2))),
    ]
  }

  /// After two epochs of warm-up.
  static let warm = [
    NamedSchedule("warm_cosine", .cosine(minimum: 0), warmupEpochs: 2),
    NamedSchedule("warm_exponential", .exponential(factor: 0.9), warmupEpochs: 2),
    NamedSchedule("warm_restarts_after", .warmRestarts(.init(periodEpochs: 3)), warmupEpochs: 2),
  ]

  /// When the fixtures' plateau falls.
  static let plateauRule = Plateau.Rule(goal: .lower, factor: 0.5, patience: 0, threshold: 0.05, cooldown: 1)
}
