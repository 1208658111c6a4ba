import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet check`: says what is wrong with experiments before anything trains, and what they would do.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate experiments and sweeps, and print their plan.",
    discussion: """
      Reads each CONFIG and the headers of its images, prints every mistake with its place, then what would be trained \
      and what it takes: operations, memory and disk, and with --time seconds. An argument with '=' replaces a key in all \
      of them. Of a sweep, every cell is checked, and the plan is a table of them. With --explain it prints where values come from in place of the plan, and looks at no images.

      Examples:
        unet check configs/*.yaml training.epochs=10
        unet check configs/membranes.yaml --time
        unet check configs/sweeps/depth_width.yaml
        unet check cells.yaml --explain optimizer.learning_rate --explain data
      """)

  @Argument(help: ArgumentHelp("YAML files, and keys to replace.", valueName: "config"), completion: .file())
  var arguments: [String]

  @Flag(help: "Train a few steps to say how long it takes on this machine.")
  var time = false

  @Option(
    name: .customLong("explain"),
    help: ArgumentHelp(
      "Say where the value of a key, or each in a section, comes from; repeatable.", valueName: "key"))
  var explained: [String] = []

  func validate() throws {
    guard arguments.contains(where: { !$0.contains("=") }) else {
      throw ValidationError("name a config file to check")
    }
  }

  func run() throws {
    let files = arguments.filter { !$0.contains("=") }
    let overrides = arguments.filter { $0.contains("=") }
    // Each file is told of, also after one that is wrong.
    let failures = files.compactMap { file -> (any Error)? in
      do { try reportingFailures { try check(file, overrides) } } catch { return error }
      return nil
    }
    if let failure = failures.first { throw failure }
  }

  private func check(_ file: String, _ overrides: [String]) throws {
    let environment = ProcessInfo.processInfo.environment
    let folder = FileManager.default.currentDirectoryPath
    if Sweep.isSweep(file, environment: environment, currentFolder: folder) {
      return try check(
        Sweep.load(file: file, overrides: overrides, environment: environment, currentFolder: folder))
    }
    let loaded = try load(file, overrides)
    guard explained.isEmpty else { return try explain(file, loaded) }
    let cache = try CacheSettings(in: ProcessInfo.processInfo.environment)
    let plan = try ExperimentPlan(loaded, time ? .measured : .none, cache: cache)
    let lines = try plan.lines + plan.weightsLines(loaded)
    for warning in plan.warnings { tell(warning.rendered) }
    print(file)
    for line in lines { print("  \(line)") }
    let words = ["unet", "inspect", file] + overrides
    print("  pixels    \(words.map(\.asShellWord).joined(separator: " ")) looks at them")
  }

  private func check(_ sweep: Sweep) throws {
    guard explained.isEmpty else {
      throw TrainingFailure(
        .usage,
        """
        --explain says where the values of one experiment come from, and \(sweep.file) is a sweep
          next: unet check --explain KEY with its base, or with the config.yaml of a cell
        """)
    }
    let budget = sweep.config.budget
    let progress = ProgressDisplay(.forStandardOutput(isQuiet: false))
    let plan = try SweepPlan(
      sweep, timing: time || budget.hours != nil ? .measured : .none, jobs: .fixed(1),
      cache: CacheSettings(in: ProcessInfo.processInfo.environment), progress: progress)
    for warning in sweep.warnings + plan.warnings { tell(warning.rendered) }
    progress.line(sweep.file)
    for line in plan.lines(width: TerminalSize.width.map { $0 - 2 } ?? .max) { progress.line("  \(line)") }
    try plan.requireBudget()
  }

  private func explain(_ file: String, _ loaded: Loaded<ExperimentConfig>) throws {
    let keys = try explained.flatMap(loaded.keys(under:))
    if arguments.count(where: { !$0.contains("=") }) > 1 { print(file) }
    for line in keys.compactMap(loaded.provenance).flatMap(\.lines) { print(line) }
  }
}
