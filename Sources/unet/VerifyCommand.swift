import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet verify`: says whether a run can be reproduced to the bit.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Re-train the beginning of a run, and say whether it is reproduced.",
    discussion: """
      Trains from RUN's config.yaml, with the run's number of threads, and compares the loss of each step and the weights \
      after each epoch with its trace.csv, to the bit. Where they differ, it says at which step and what is not as it was: \
      data, config, versions, processor. Exit code 0: reproduced; 1: not. Nothing is written into RUN, which may be \
      training.

      Examples:
        unet verify runs/cells
        unet verify runs/cells --steps 50
        unet verify runs/cells --all data.images=moved/images data.masks=moved/masks
      """)

  @Argument(help: ArgumentHelp("The run folder.", valueName: "run"), completion: .directory)
  var path: String

  @Argument(
    help: ArgumentHelp(
      "Keys to replace, such as those of images that were moved, or training.device=cpu.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("The steps to train, at least 1 (default: 500).", valueName: "n"))
  var steps: Int?

  @Flag(help: "Train all steps of the run.")
  var all = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors; the exit code says what was found.")
  var quiet = false

  func validate() throws {
    guard !all || steps == nil else { throw ValidationError("--all is all steps; leave out --steps") }
    guard steps ?? 1 >= 1 else {
      throw ValidationError("--steps is the number of steps to train, at least 1; it is \(steps ?? 0)")
    }
  }

  func run() throws {
    try reportingFailures {
      StopSignal.install()
      let folder = try runFolder(path)
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet))
      let verification = Verification(
        folder, try load(folder.config, overrides), recorded: try recorded(folder),
        version: UNetCommand.version,
        cache: try CacheSettings(in: ProcessInfo.processInfo.environment), progress: progress)
      let verdict = try verification.verify(all ? .all : steps.map { .steps($0) } ?? .usual)
      for line in verdict.lines { progress.line(line) }
      if verdict.hasDiverged { throw Exit.trainingFailed }
      if verdict.wasStopped { throw Exit.interrupted }
    }
  }

  /// The config as it stands; what is doubtful about it was told with the overrides.
  private func recorded(_ folder: RunFolder) throws -> Loaded<ExperimentConfig> {
    try ExperimentConfig.load(
      file: folder.config, environment: ProcessInfo.processInfo.environment,
      currentFolder: FileManager.default.currentDirectoryPath)
  }
}

/// The run folder at a path.
///
/// - Throws: `DiagnosticError` where no run is there.
func runFolder(_ path: String) throws -> RunFolder {
  let folder = RunFolder(path)
  guard FileManager.default.fileExists(atPath: folder.config) else {
    throw DiagnosticError(Diagnostic("\(path) is no run folder: it has no config.yaml"))
  }
  return folder
}
