import ArgumentParser
import Config
import Experiment
import Foundation
import Training

/// `unet measure-steps`: trains until it is ended and says when each step was done; `unet sweep --jobs auto` starts several at once.
struct MeasureStepsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure-steps", abstract: "Train until ended; a line for each step.", shouldDisplay: false)

  @Argument(help: "The experiment's YAML file.", completion: .file())
  var config: String

  @Argument(help: ArgumentHelp("Keys to replace, such as training.threads=1.", valueName: "key=value"))
  var overrides: [String] = []

  func run() throws {
    try reportingFailures {
      let cache = try CacheSettings(in: ProcessInfo.processInfo.environment)
      try StepMeasurement(load(config, overrides), cache: cache).run()
    }
  }
}
