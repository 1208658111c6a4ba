public import Config
public import Diagnostics

extension ExperimentConfig {
  /// Loads an experiment from a file, with overrides such as `model.depth=3`; throws all mistakes at once.
  ///
  /// - Parameters:
  ///   - file: the config, from the current folder.
  ///   - environment: what `${NAME}` and `~` refer to.
  ///   - currentFolder: an absolute path.
  public static func load(
    file: String, overrides: [String] = [], environment: [String: String], currentFolder: String
  ) throws(DiagnosticError) -> Loaded<ExperimentConfig> {
    let loader = ConfigLoader(environment: environment, currentFolder: currentFolder)
    do throws(DiagnosticError) {
      return try loader.load(file: file, overrides: overrides)
    } catch {
      guard let key = Sweep.key(thatMakesSweep: file, loader) else { throw error }
      throw DiagnosticError(
        key.mistake(
          "'\(file)' is a sweep, no experiment: it has '\(key.text)'",
          notes: ["train its cells with unet sweep \(file)"]))
    }
  }
}
