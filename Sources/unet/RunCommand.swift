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

      One process at a time writes into a run folder. What a process left that was killed is taken over at once, by --resume; \
      of one on another machine a sign of life is waited for, for $UNET_LEASE_SECONDS (60; 1 to 3600).

      Examples:
        unet run configs/quickstart.yaml
        unet run cells.yaml model.depth=3 loss='{ce: 1, dice: 0.5}' --name shallow
        unet run --resume runs/shallow
        unet run cells.yaml --find-lr
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

  @Flag(
    name: .customLong("restart-inexact"),
    help:
      "With --resume: go on from the last weights even where config, data or machine have changed; recorded.")
  var restartsInexactly = false

  @Option(
    name: .customLong("pause-after"),
    help: ArgumentHelp(
      "Leave off after this epoch, saved; --resume goes on, with the schedule of all epochs.",
      valueName: "epoch"))
  var pause: Int?

  /// The process on whose behalf this one trains: when it ends, so does this one, saved.
  @Option(name: .customLong("on-behalf-of"), help: .hidden)
  var parent: Int32?

  @Flag(
    name: .customLong("find-lr"),
    help: "Suggest a learning rate from about 100 steps at rising ones, in RUNS/NAME-find-lr; train no run.")
  var findsLearningRate = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard !(findsLearningRate && resume) else {
      throw ValidationError("--find-lr begins with new weights each time; leave out --resume")
    }
    try checkRunName(name, in: runs)
    guard pause ?? 1 >= 1 else {
      throw ValidationError("--pause-after is an epoch, counted from 1; it is \(pause ?? 0)")
    }
    guard resume || !restartsInexactly else {
      throw ValidationError("--restart-inexact goes on with a run that is there; add --resume")
    }
  }

  func run() throws {
    try reportingFailures {
      StopSignal.install()
      if let parent { StopSignal.follow(parent) }
      let place = try Place(config: config, runs: runs, name: name, resumes: resume)
      let loaded = try load(place.config, overrides)
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet))
      if findsLearningRate { return try findLearningRate(loaded, place, progress) }
      let run = Run(
        loaded, in: place.folder, command: command, version: UNetCommand.version,
        cache: try CacheSettings(in: ProcessInfo.processInfo.environment),
        timeout: try LeaseTimeout(in: ProcessInfo.processInfo.environment), progress: progress)
      let start: Run.Start = resume ? restartsInexactly ? .restartInexactly : .resume : .fresh
      switch try run.train(start, pausingAfter: pause) {
      case .finished(let best, let earlyAfter, let test):
        conclude(best, test, earlyAfter: earlyAfter, loaded.config, place, progress)
      case .paused(let epochs):
        progress.line(
          "paused after epoch \(epochs) of \(loaded.config.training.epochs); go on with: \(goOn(place))")
      case .notBegun:
        progress.line("stopped before the first step: nothing was lost; give the same command again")
        throw Exit.stoppedAfterSaving
      case .stopped:
        progress.line("stopped after saving; go on with: \(goOn(place))")
        throw Exit.stoppedAfterSaving
      }
    }
  }

  /// The words by which a person does the same: a fork's own are those of what it was forked from.
  private var command: [String] {
    parent == nil ? CommandLine.arguments : [CommandLine.arguments[0], "run", "--resume", config]
  }

  private func goOn(_ place: Place) -> String {
    "unet run --resume \(shortened(place.folder.path).asShellWord)"
  }

  private func findLearningRate(
    _ experiment: Loaded<ExperimentConfig>, _ place: Place, _ progress: ProgressDisplay
  ) throws {
    let folder = "\(place.folder.path)-find-lr"
    let cache = try CacheSettings(in: ProcessInfo.processInfo.environment)
    let finder = LearningRateFinder(experiment, in: folder, cache: cache, progress: progress)
    guard let curve = try finder.find() else {
      progress.line("stopped: nothing was written")
      throw Exit.interrupted
    }
    for line in curve.table { progress.line(line) }
    progress.field("results", "\(shortened(folder)): find_lr.svg, find_lr.csv")
    guard let rate = curve.steepest else {
      progress.field("next", "the loss never fell: look at the loss, the classes and the masks")
      return
    }
    let other = curve.valley.map { ", in the middle of the longest way down at \($0)" } ?? ""
    progress.field("steepest", "the loss falls fastest at \(rate)\(other)")
    progress.field("next", again(place, with: "optimizer.learning_rate", "\(rate)"))
  }

  private func conclude(
    _ best: BestRecord?, _ test: TestRecord?, earlyAfter: Int?, _ trained: ExperimentConfig, _ place: Place,
    _ progress: ProgressDisplay
  ) {
    let path = shortened(place.folder.path)
    let ending = earlyAfter.map { "; stopped early after epoch \($0) of \(trained.training.epochs)" } ?? ""
    if let best {
      progress.field(
        "best", "\(best.metric.rawValue) \(Wording.score(best.value)) in epoch \(best.epoch)\(ending)")
    } else {
      let metric = trained.validation.metric.rawValue
      progress.field("best", "none: no validation had a \(metric) and a finite loss\(ending)")
    }
    if let test {
      let metric = trained.validation.metric
      progress.field(
        "test",
        "\(metric.rawValue) \(Wording.score(test.scores[metric])) with the weights of epoch \(test.epoch)")
    }
    let weights = best == nil ? "last" : "best"
    progress.field("results", "\(path): metrics.json, checkpoints/\(weights).safetensors, samples/")
    progress.field("next", "look at the pictures in \(path)/samples, then change something:")
    let depth = trained.model.depth > 1 ? trained.model.depth - 1 : 2
    let name = "\(place.folder.name)-depth\(depth)".asShellWord
    let elsewhere = runs == "runs" ? "" : " --runs \(runs.asShellWord)"
    progress.field("", "\(again(place, with: "model.depth", "\(depth)"))\(elsewhere) --name \(name)")
  }

  /// The command that trains the same but for one key; of a run folder that was resumed, by the config in it.
  private func again(_ place: Place, with key: String, _ value: String) -> String {
    let others = overrides.filter { !$0.hasPrefix("\(key)=") }
    let words = ["unet", "run", shortened(place.config)] + others + ["\(key)=\(value)"]
    return words.map(\.asShellWord).joined(separator: " ")
  }
}

/// Refuses what names no folder of its own.
func checkRunName(_ name: String?, in runs: String) throws {
  guard !runs.isEmpty else { throw ValidationError("--runs is a folder; it is empty") }
  guard let name else { return }
  let isFolder = !name.isEmpty && !name.contains("/") && name != "." && name != ".."
  guard isFolder, name.utf8.count <= 255 else {
    throw ValidationError(
      "--name is the name of a folder in --runs, of 1 to 255 bytes and without '/'; it is '\(name)'")
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
        .usage,
        "\(config) is a folder; give a config file, or go on with a run: unet run --resume \(config.asShellWord)"
      )
    }
    if let name {
      throw TrainingFailure(
        .usage,
        "\(config) is a run folder, which has its name already; leave out --name \(name), or give a config file to start another run"
      )
    }
    _ = try runFolder(config)
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
  Wording.path(path, in: FileManager.default.currentDirectoryPath)
}
