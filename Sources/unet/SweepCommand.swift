import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet sweep`: trains every cell of a grid.
struct SweepCommand: ParsableCommand {
  /// What starts the processes of cells.
  enum LauncherName: String, ExpressibleByArgument, CaseIterable {
    case local, slurm
  }

  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train every cell of a grid of experiments.",
    discussion: """
      Reads SWEEP, checks every cell, and trains those that are not done into RUNS/NAME, each in a process of its own. Ctrl-C, \
      or whatever ends it, loses nothing: the same command goes on, also after SWEEP has grown. What is done is never trained again. \
      Several `unet sweep` of the same SWEEP, here or on machines that share the folder, divide the work.

      Examples:
        unet sweep configs/sweeps/depth_width.yaml --dry-run
        unet sweep configs/sweeps/depth_width.yaml
        unet sweep configs/sweeps/depth_width.yaml training.epochs=10 --name trial --jobs 4
        unet sweep configs/sweeps/depth_width.yaml --launcher slurm
      """)

  @Argument(help: "The sweep's YAML file.", completion: .file())
  var sweep: String

  @Argument(
    help: ArgumentHelp("Keys of the base to replace, such as training.epochs=10.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(help: "The folder of all runs.", completion: .directory)
  var runs = "runs"

  @Option(help: "The name of the sweep's folder in it (default: that of SWEEP).")
  var name: String?

  @Option(
    help: ArgumentHelp(
      "How many cells are trained at once on this machine; auto measures once what is fastest.",
      valueName: "n|auto"), transform: JobsOption.init)
  var jobs = JobsOption.auto

  @Flag(name: .customLong("dry-run"), help: "Print the table of cells with what each takes; train none.")
  var isDryRun = false

  @Flag(name: .customLong("retry-failed"), help: "Try cells again that have failed.")
  var retriesFailed = false

  @Option(help: "local, or slurm: submits the cells to a cluster, and follows them.")
  var launcher = LauncherName.local

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws { try checkRunName(name, in: runs) }

  func run() throws {
    try reportingFailures {
      StopSignal.install()
      let environment = ProcessInfo.processInfo.environment
      let loaded = try Sweep.load(
        file: sweep, overrides: overrides, environment: environment,
        currentFolder: FileManager.default.currentDirectoryPath)
      for warning in loaded.warnings { tell(warning.rendered) }
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet))
      let stem = URL(fileURLWithPath: sweep).deletingPathExtension().lastPathComponent
      let folder = SweepFolder("\(runs)/\(name ?? stem)")
      let settings = try SweepRun.Settings(
        folder: folder, cache: CacheSettings(in: environment), timeout: LeaseTimeout(in: environment),
        jobs: jobs.count, retriesFailed: retriesFailed, isOnCluster: launcher == .slurm)
      let run = try SweepRun(loaded, settings, progress: progress)
      if isDryRun {
        let plan = try run.plan()
        for line in plan.lines(width: TerminalSize.width ?? .max) { progress.line(line) }
        for warning in plan.warnings { tell(warning.rendered) }
        try plan.requireBudget()
        return
      }
      let ended = try run.run()
      try conclude(ended.outcome, ended.standing, progress)
    }
  }

  private func conclude(
    _ outcome: SweepRun.Outcome, _ standing: SweepStanding, _ progress: ProgressDisplay
  ) throws {
    let command = Self.command
    if case .stopped = outcome {
      progress.field("next", "\(command) goes on: everything is saved")
      throw Exit.stoppedAfterSaving
    }
    let current = FileManager.default.currentDirectoryPath
    for line in standing.summary(of: command, in: current) { progress.line(line) }
    if case .failed = outcome { throw Exit.trainingFailed }
  }

  /// The command as it was given, but for what is asked for once.
  private static var command: String {
    let words = CommandLine.arguments.dropFirst().filter { $0 != "--retry-failed" }
    return (["unet"] + words).map(\.asShellWord).joined(separator: " ")
  }
}

/// `--jobs`: a number, or `auto`.
enum JobsOption: CustomStringConvertible {
  case auto
  case fixed(Int)

  init(argument: String) throws {
    if argument == "auto" {
      self = .auto
    } else if let count = Int(argument), (1...1024).contains(count) {
      self = .fixed(count)
    } else {
      throw ValidationError("--jobs is a number of cells from 1 to 1024, or auto, not '\(argument)'")
    }
  }

  /// As it is given, for the help.
  var description: String { count.map(String.init) ?? "auto" }

  /// The number; nil for auto.
  var count: Int? {
    switch self {
    case .auto: nil
    case .fixed(let count): count
    }
  }
}
