public import Diagnostics
import YAML

/// Reads a config file with what it extends and with overrides.
public struct ConfigLoader: Sendable {
  private let surroundings: Surroundings

  /// Makes a loader.
  ///
  /// - Parameters:
  ///   - environment: what `${NAME}` and `~` refer to.
  ///   - currentFolder: the absolute path from which file names and the overrides' paths count.
  public init(environment: [String: String], currentFolder: String) {
    surroundings = Surroundings(environment: environment, currentFolder: currentFolder)
  }

  /// Loads a file with overrides such as `model.depth=3`, of which a later one wins.
  ///
  /// Throws all mistakes at once, sorted by position.
  ///
  /// - Parameters:
  ///   - text: what stands in for the bytes of the file, which then need not exist.
  public func load<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: String, text: [UInt8]? = nil, overrides: [String] = []
  ) throws(DiagnosticError) -> Loaded<Config> {
    try prepare(type, file: file, text: text, overrides: overrides).load()
  }

  /// Reads a file with overrides such as `model.depth=3`, to decode it later; mistakes of overrides are told then.
  ///
  /// Throws what keeps the files from being read.
  ///
  /// - Parameters:
  ///   - text: what stands in for the bytes of the file, which then need not exist.
  public func prepare<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: String, text: [UInt8]? = nil, overrides: [String] = []
  ) throws(DiagnosticError) -> PreparedConfig<Config> {
    try prepare(type, FileReader(surroundings: surroundings).read(file, text: text), overrides)
  }

  /// Reads a file that another one names.
  public func prepare<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: FileReference, overrides: [String] = []
  ) throws(DiagnosticError) -> PreparedConfig<Config> {
    try prepare(type, FileReader(surroundings: surroundings).read(file.name, at: file.place), overrides)
  }

  private func prepare<Config: ConfigSection>(
    _ type: Config.Type, _ files: [Node], _ overrides: [String]
  ) throws(DiagnosticError) -> PreparedConfig<Config> {
    var layering = Layering(description: SectionDescription(of: type), surroundings: surroundings)
    for file in files { layering.lay(file) }
    var parsed: [Override] = []
    var mistakes: [Diagnostic] = []
    for (index, text) in overrides.enumerated() {
      do throws(DiagnosticError) {
        parsed.append(try Override(parsing: text, number: index + 1))
      } catch {
        mistakes += error.diagnostics
      }
    }
    for override in parsed {
      do throws(DiagnosticError) { try layering.lay(override) } catch { mistakes += error.diagnostics }
    }
    return PreparedConfig(layering, mistakes: mistakes)
  }

  /// The bytes of a file as large as a config may be.
  public func bytes(of file: String) throws(DiagnosticError) -> [UInt8] {
    try FileReader(surroundings: surroundings).bytes(of: file, path: surroundings.file(file).string, at: nil)
  }
}
