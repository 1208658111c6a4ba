import Config
import Diagnostics
import Experiment
import Testing

@Suite("Rules and schedules of an experiment")
struct OptimizerAndScheduleTests {
  private let base = "data: {images: i, masks: m, classes: [x, y, z]}\nloss: {ce: 1}\n"

  private func config(_ overrides: String...) throws -> ExperimentConfig {
    let folder = try ConfigFolder()
    try folder.write(base)
    return try folder.load("experiment.yaml", overrides).config
  }

  private func mistakes(_ overrides: String...) throws -> String {
    try ConfigFolder().mistakes(base, overrides)
  }

  @Test("RMSprop and Lion have their own keys and defaults")
  func rules() throws {
    let standard = try config("optimizer.name=rmsprop").optimizer
    guard case .rmsprop(let plain) = standard.rule else {
      Issue.record("not rmsprop")
      return
    }
    #expect((plain.alpha, plain.epsilon, plain.momentum, plain.centered) == (0.99, 1e-8, 0, false))
    #expect((standard.learningRate, standard.weightDecay) == (1e-3, 0))
    let given = try config(
      "optimizer={name: rmsprop, alpha: 0.9, epsilon: 1e-6, momentum: 0.999, centered: true}")
    guard case .rmsprop(let told) = given.optimizer.rule else {
      Issue.record("not rmsprop")
      return
    }
    #expect((told.alpha, told.epsilon, told.momentum, told.centered) == (0.9, 1e-6, 0.999, true))
    let lion = try config("optimizer.name=lion").optimizer
    #expect(lion.rule == .lion(beta1: 0.9, beta2: 0.99))
    #expect((lion.learningRate, lion.weightDecay) == (1e-4, 0.1))
    let other = try config("optimizer={name: lion, betas: [0.95, 0.98], weight_decay: 1}").optimizer
    #expect((other.rule, other.weightDecay) == (.lion(beta1: 0.95, beta2: 0.98), 1))
  }

  @Test("A schedule of drops takes a distance or a list")
  func drops() throws {
    #expect(
      try config("schedule={name: step, every_epochs: 5}").schedule.curve == .step(.every(5), factor: 0.1))
    let listed = try config("schedule={name: step, at_epochs: [5, 9], factor: 0.5}").schedule
    #expect(listed.curve == .step(.at([5, 9]), factor: 0.5))
    #expect(
      try mistakes("schedule.name=step") == """
        <command line>:1:15: error: 'name: step' needs 'every_epochs' or 'at_epochs'
         1 | schedule.name=step
           |               ^~~~
            = such as every_epochs: 30
            = or at_epochs: [60, 90]
        """)
    #expect(
      try mistakes("schedule={name: step, every_epochs: 5, at_epochs: [9]}") == """
        <command line>:1:51: error: 'at_epochs' and 'every_epochs' exclude each other
         1 | schedule={name: step, every_epochs: 5, at_epochs: [9]}
           |                                                   ^
            = keep one of them
        """)
    #expect(
      try mistakes("schedule={name: step, at_epochs: [9, 5, 9]}") == """
        <command line>:1:34: error: 'at_epochs' must be ascending, each epoch once
         1 | schedule={name: step, at_epochs: [9, 5, 9]}
           |                                  ^
            = write [5, 9]
        """)
  }

  @Test("A first drop within the warm-up is refused")
  func dropInWarmup() throws {
    #expect(try mistakes("schedule={name: step, at_epochs: [5], warmup_epochs: 5}") == "")
    #expect(
      try mistakes("schedule={name: step, every_epochs: 5, warmup_epochs: 5.5}") == """
        <command line>:1:37: error: the first drop of 'every_epochs', after epoch 5, lies within the warm-up
         1 | schedule={name: step, every_epochs: 5, warmup_epochs: 5.5}
           |                                     ^
            = let it be at least 'warmup_epochs', which is 5.5
        """)
  }

  @Test("One cycle has a warm-up of its own")
  func oneCycle() throws {
    guard case .oneCycle(let cycle) = try config("schedule.name=one_cycle").schedule.curve else {
      Issue.record("not one_cycle")
      return
    }
    #expect((cycle.pctStart, cycle.divFactor, cycle.finalDivFactor) == (0.3, 25, 1e4))
    #expect(
      try mistakes("schedule={name: one_cycle, warmup_epochs: 2}") == """
        <command line>:1:43: error: 'one_cycle' has a warm-up of its own, so that 'warmup_epochs' must be 0
         1 | schedule={name: one_cycle, warmup_epochs: 2}
           |                                           ^
            = 'pct_start' is the share of training in which the learning rate rises
        """)
  }

  @Test("A plateau has PyTorch's defaults and bounds")
  func plateau() throws {
    guard case .plateau(let plateau) = try config("schedule.name=plateau").schedule.curve else {
      Issue.record("not plateau")
      return
    }
    #expect((plateau.factor, plateau.patience, plateau.threshold) == (0.1, 10, 1e-4))
    #expect((plateau.cooldown, plateau.minimum) == (0, 0))
    #expect(
      try mistakes("schedule={name: plateau, patience: -1}") == """
        <command line>:1:36: error: 'patience' must be a whole number at least 0, not -1
         1 | schedule={name: plateau, patience: -1}
           |                                    ^~
        """)
    #expect(
      try mistakes("schedule={name: plateau, min_learning_rate: 0.001}") == """
        <command line>:1:45: error: 'min_learning_rate' must be below 'learning_rate', which is 0.001
         1 | schedule={name: plateau, min_learning_rate: 0.001}
           |                                             ^~~~~
        """)
  }

  @Test("Warm restarts and the exponential have their own keys, and say when the curve moves on")
  func clocks() throws {
    guard case .warmRestarts(let restarts) = try config("schedule.name=warm_restarts").schedule.curve else {
      Issue.record("not warm_restarts")
      return
    }
    #expect((restarts.periodEpochs, restarts.multiplier, restarts.minimum) == (10, 1, 0))
    let exponential = try config("schedule={name: exponential, factor: 0.8}").schedule
    #expect((exponential.curve, exponential.clock) == (.exponential(factor: 0.8), .epoch))
    #expect(try config("schedule={name: poly, by: epoch}").schedule.clock == .epoch)
    for name in ["cosine", "poly", "one_cycle", "warm_restarts"] {
      #expect(try config("schedule.name=\(name)").schedule.clock == .step)
    }
  }

  @Test(
    "What the training is too short for is a warning",
    arguments: [
      (
        "schedule={name: step, every_epochs: 40}",
        "no drop happens: 'every_epochs' says 40, and 'epochs' is 40"
      ),
      (
        "schedule={name: step, at_epochs: [10, 50]}",
        "the last drop does not happen: 'at_epochs' says 50, and 'epochs' is 40"
      ),
      (
        "schedule={name: warm_restarts, period_epochs: 40}",
        "no restart happens: 'period_epochs' says 40, and 'epochs' is 40"
      ),
    ])
  func unreached(_ schedule: String, _ message: String) throws {
    let folder = try ConfigFolder()
    try folder.write(base)
    #expect(try folder.load("experiment.yaml", [schedule]).warnings.map(\.message) == [message])
  }
}
