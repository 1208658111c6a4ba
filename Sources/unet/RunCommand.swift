import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet run`: trains one experiment.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Train one experiment.",
    discussion: """
      Trains what CONFIG declares into RUNS/NAME, which must not be there yet. Ctrl-C saves and stops; --resume goes on, \
      to the bit on a CPU.

      Examples:
        unet run configs/quickstart.yaml
        unet run cells.yaml model.depth=3 loss='{ce: 1, dice: 0.5}' --name shallow
        unet run --resume runs/shallow
      """)

  @Argument(help: "The experiment's YAML file; with --resume a run folder will do.", completion: .file())
  var config: String

  @Argument(help: ArgumentHelp("Keys to replace, such as model.depth=3.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "The folder of all runs.", completion: .directory)
  var runs = "runs"

  @Option(help: "The name of the run folder in it (default: that of CONFIG).")
  var name: String?

  @Flag(help: "Go on from the last checkpoint, or start where there is none.")
  var resume = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    try reportingFailures {
      StopSignal.install()
      let place = try Place(config: config, runs: runs, name: name, resumes: resume)
      let loaded = try load(place.config, overrides)
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet))
      let run = Run(
        loaded, in: place.folder, command: CommandLine.arguments, version: UNetCommand.version,
        progress: progress)
      switch try run.train(resume ? .resume : .fresh) {
      case .finished(let best): conclude(best, loaded.config, place.folder, progress)
      case .stopped:
        progress.line("stopped after saving; go on with: unet run --resume \(shortened(place.folder.path))")
        throw Exit.stoppedAfterSaving
      }
    }
  }

  private func conclude(
    _ best: BestRecord?, _ trained: ExperimentConfig, _ folder: RunFolder, _ progress: ProgressDisplay
  ) {
    let path = shortened(folder.path)
    if let best {
      progress.field("best", "\(best.metric.rawValue) \(Wording.score(best.value)) in epoch \(best.epoch)")
    }
    progress.field("results", "\(path): metrics.json, checkpoints/best.safetensors, samples/")
    progress.field("next", "look at the pictures in \(path)/samples, then change something:")
    let depth = trained.model.depth > 1 ? trained.model.depth - 1 : 2
    progress.field("", "unet run \(config) model.depth=\(depth) --name \(folder.name)-depth\(depth)")
  }
}

/// Where a run's config is read and where its results go.
private struct Place {
  let config: String
  let folder: RunFolder

  /// - Throws: a usage error where a run folder stands in place of a config without --resume.
  init(config: String, runs: String, name: String?, resumes: Bool) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: config, isDirectory: &isFolder), isFolder.boolValue else {
      self.config = config
      let stem = URL(fileURLWithPath: config).deletingPathExtension().lastPathComponent
      folder = RunFolder("\(runs)/\(name ?? stem)")
      return
    }
    folder = RunFolder(config)
    self.config = folder.config
    guard resumes else {
      throw TrainingFailure(
        .usage, "\(config) is a folder; give a config file, or go on with a run: unet run --resume \(config)")
    }
    guard FileManager.default.fileExists(atPath: folder.config) else {
      throw DiagnosticError(Diagnostic("\(config) is no run folder: it has no config.yaml"))
    }
  }
}

/// Reads a config for a command; what is doubtful goes to standard error.
func load(_ file: String, _ overrides: [String]) throws -> Loaded<ExperimentConfig> {
  let loaded = try ExperimentConfig.load(
    file: file, overrides: overrides, environment: ProcessInfo.processInfo.environment,
    currentFolder: FileManager.default.currentDirectoryPath)
  for warning in loaded.warnings { tell(warning.rendered) }
  return loaded
}

/// A path as it is typed in the current folder.
private func shortened(_ path: String) -> String {
  let current = FileManager.default.currentDirectoryPath + "/"
  return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
}
