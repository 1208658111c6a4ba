import Config
import Experiment
import Foundation
import Images
import NeuralNets
import Torch

/// How long an experiment would take on this machine, from a few real steps on its real data.
struct TimePlan: Equatable {
  /// Seconds to decode the images and to make the network.
  let start: Double
  /// Seconds of one training step.
  let step: Double
  /// Seconds of one epoch: all steps, the validation and the checkpoint.
  let epoch: Double
  /// Seconds from the start to the end of the run, the test included.
  let run: Double

  /// Trains a network that is then thrown away.
  ///
  /// - Parameter threads: those of libtorch where the config leaves them to us; `nil` for as many as there are.
  /// - Throws: `DiagnosticError` for bad data, `TrainingFailure`, `FileFailure`, `StopSignal.Raised`.
  init(_ experiment: Loaded<ExperimentConfig>, _ cache: CacheSettings, threads: Int? = nil) throws {
    let began = ContinuousClock.now
    LibTorch.keepFreedMemory()
    let config = experiment.config
    let compute = try Compute(config.training, threads: threads)
    let data = try TrainingData(config, in: cache)
    let scored = Array(data.validation.prefix(Self.scoredImages))
    let session = try Session(experiment, data.scoring(scored), compute, progress: ProgressDisplay(.quiet))
    start = (ContinuousClock.now - began) / .seconds(1)
    step = try Self.step(session)
    // Scoring takes as long as there are pixels.
    let second = try Self.seconds { try Self.score(session) } / max(1, Self.pixels(scored, data))
    let validation = try second * Self.pixels(data.validation, data)
    let epochs = config.training.epochs
    let validated = Double(config.validation.count(in: epochs)) / Double(epochs)
    epoch =
      try Double(session.stepsPerEpoch) * step + validated * validation + Self.commit(session)
    run = try start + Double(epochs) * epoch + second * Self.pixels(data.test, data)
  }

  /// Validation images that are scored to tell of the others.
  private static let scoredImages = 4
  /// Steps before the clock runs: the first compile kernels and take memory from the system.
  private static let warmUpSteps = 2
  /// Steps are timed until there are this many that took this long, or the first number of them is reached.
  private static let (enoughSteps, enoughSeconds, mostSteps) = (3, 3.0, 50)

  /// The mean seconds of a step, with the wait for its batch.
  private static func step(_ session: Session) throws -> Double {
    let steps = try RepeatedSteps(session)
    for _ in 0..<warmUpSteps { _ = try steps.next() }
    let started = ContinuousClock.now
    var (timed, seconds) = (0, 0.0)
    while timed < mostSteps, timed < enoughSteps || seconds < enoughSeconds {
      try StopSignal.check()
      _ = try steps.next()
      timed += 1
      seconds = (ContinuousClock.now - started) / .seconds(1)
    }
    return seconds / Double(timed)
  }

  private static func score(_ session: Session) throws {
    _ = try session.evaluator.evaluate(pictures: 0, progress: session.progress)
  }

  private static func pixels(_ samples: [Sample], _ data: TrainingData) throws -> Double {
    try samples.reduce(0) { try $0 + Double(data.cache.summary(of: $1).size.area) }
  }

  /// The seconds of the second time.
  private static func seconds(_ body: () throws -> Void) throws -> Double {
    try body()
    let started = ContinuousClock.now
    try body()
    return (ContinuousClock.now - started) / .seconds(1)
  }

  /// The seconds of writing both checkpoints.
  private static func commit(_ session: Session) throws -> Double {
    try Folder.withTemporary { path in
      let claimed = try ClaimedFolder(claiming: RunFolder("\(path)/run"))
      defer { claimed.release() }
      try claimed.createFolders()
      let checkpoint = try RunOutput(session, to: claimed).checkpoint
      let state = session.newState
      let started = ContinuousClock.now
      try checkpoint.commit(
        session.network, state, keeping: .best(epoch: 1, inPlaceOf: nil), status: .running)
      return (ContinuousClock.now - started) / .seconds(1)
    }
  }
}
