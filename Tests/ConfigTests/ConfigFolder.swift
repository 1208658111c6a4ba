import Config
import Diagnostics
import Foundation

/// A folder of config files that goes away with the test.
final class ConfigFolder {
  let path: String
  var environment: [String: String] = [:]

  init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("unet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  func load(_ file: String = "a.yaml", _ overrides: [String] = []) throws(DiagnosticError) -> Loaded<
    SampleConfig
  > {
    try ConfigLoader(environment: environment, currentFolder: path).load(file: file, overrides: overrides)
  }

  /// All mistakes as a person reads them; nothing if there are none.
  func mistakes(_ file: String = "a.yaml", _ overrides: [String] = []) -> String {
    do throws(DiagnosticError) {
      _ = try load(file, overrides)
      return ""
    } catch {
      return error.description
    }
  }
}

/// The config that a text means.
func load(_ text: String, _ overrides: [String] = []) throws -> SampleConfig {
  try ConfigFolder(["a.yaml": text]).load("a.yaml", overrides).config
}

/// What is wrong with a text, as a person reads it.
func mistakes(_ text: String, _ overrides: [String] = [], environment: [String: String] = [:]) throws
  -> String
{
  let folder = try ConfigFolder(["a.yaml": text])
  folder.environment = environment
  return folder.mistakes("a.yaml", overrides)
}
