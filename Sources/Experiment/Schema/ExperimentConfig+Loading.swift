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
    try ConfigLoader(environment: environment, currentFolder: currentFolder)
      .load(file: file, overrides: overrides)
  }
}
