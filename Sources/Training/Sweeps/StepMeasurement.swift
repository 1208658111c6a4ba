public import Config
public import Experiment
import Foundation
import Images
import Torch

/// Trains real steps until it is ended, and tells when each was done: one of the processes by which a sweep finds out how many jobs at
/// once are fastest.
public struct StepMeasurement {
  private let steps: RepeatedSteps

  /// Decodes the images and makes the network.
  ///
  /// - Parameter cache: where decoded images are kept.
  /// - Throws: `DiagnosticError` for bad data, `TrainingFailure`.
  public init(_ experiment: Loaded<ExperimentConfig>, cache: CacheSettings) throws {
    LibTorch.keepFreedMemory()
    let compute = try Compute(experiment.config.training, threads: nil)
    let data = try TrainingData(experiment.config, in: cache)
    let session = try Session(
      experiment, data.scoring([]), compute, progress: ProgressDisplay(.quiet))
    steps = try RepeatedSteps(session)
  }

  /// Writes a line for each step to standard output, until the process is ended or who started it is gone.
  public func run() throws {
    let parent = getppid()
    while getppid() == parent {
      let images = try steps.next()
      let step = StepTimes.Step(nanoseconds: DispatchTime.now().uptimeNanoseconds, images: images)
      try FileHandle.standardOutput.write(contentsOf: Data("\(step.line)\n".utf8))
    }
  }
}
