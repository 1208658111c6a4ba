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
    abstract: "Validate experiments and print their plan.",
    discussion: """
      Reads each CONFIG and the headers of its images, prints every mistake with its place, then what would be trained. \
      An argument with '=' replaces a key in all of them.

      Example:
        unet check configs/*.yaml training.epochs=10
      """)

  @Argument(help: ArgumentHelp("YAML files, and keys to replace.", valueName: "config"), completion: .file())
  var arguments: [String]

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
    let loaded = try load(file, overrides)
    let plan = try ExperimentPlan(loaded.config)
    print(file)
    for line in plan.lines { print("  \(line)") }
  }
}
