import Config
import Diagnostics
import Experiment
import Foundation

/// A folder of config files that goes away with the test.
final class ConfigFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("unet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to file: String = "experiment.yaml") throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  func load(
    _ file: String = "experiment.yaml", _ overrides: [String] = [], environment: [String: String] = [:]
  ) throws(DiagnosticError) -> Loaded<ExperimentConfig> {
    try ExperimentConfig.load(
      file: file, overrides: overrides, environment: environment, currentFolder: path)
  }

  /// The rendered mistakes of a config, and nothing if it has none.
  func mistakes(_ text: String, _ overrides: [String] = []) throws -> String {
    try write(text)
    do throws(DiagnosticError) {
      _ = try load("experiment.yaml", overrides)
      return ""
    } catch {
      return error.description
    }
  }
}
