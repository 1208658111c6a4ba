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
    var parsed: [Override] = []
    var mistakes: [Diagnostic] = []
    for (index, text) in overrides.enumerated() {
      do throws(DiagnosticError) {
        parsed.append(try Override(parsing: text, number: index + 1))
      } catch {
        mistakes += error.diagnostics
      }
    }
    return try load(type, file: file, text: text, overrides: parsed, mistakes: mistakes)
  }

  /// Loads a file with overrides that stand somewhere else, such as the cells of a sweep.
  public func load<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: String, overrides: [Override]
  ) throws(DiagnosticError) -> Loaded<Config> {
    try load(type, file: file, text: nil, overrides: overrides, mistakes: [])
  }

  private func load<Config: ConfigSection>(
    _ type: Config.Type, file: String, text: [UInt8]?, overrides: [Override], mistakes: [Diagnostic]
  ) throws(DiagnosticError) -> Loaded<Config> {
    var layering = Layering(description: SectionDescription(of: type), surroundings: surroundings)
    for file in try FileReader(surroundings: surroundings).read(file, text: text) { layering.lay(file) }
    var mistakes = mistakes
    for override in overrides {
      do throws(DiagnosticError) {
        try layering.lay(override)
      } catch {
        mistakes += error.diagnostics
      }
    }
    return try decode(type, layering, mistakes)
  }

  private func decode<Config: ConfigSection>(
    _ type: Config.Type, _ layering: Layering, _ mistakes: [Diagnostic]
  ) throws(DiagnosticError) -> Loaded<Config> {
    let context = ReadingContext(surroundings: surroundings, root: layering.root?.place)
    mistakes.forEach(context.report)
    var keys = KeyReader(context, path: [], entries: layering.root?.entries)
    let config = Config(&keys)
    keys.finish()
    let unknown = UnknownKeys(root: layering.description)
    for key in context.unknownKeys where !context.isFull { context.report(unknown.diagnostic(key)) }
    let sorted = context.diagnostics.sorted(by: Self.stand)
    guard !sorted.contains(where: { $0.severity == .error }) else {
      throw DiagnosticError(sorted + (context.isFull ? [DiagnosticError.more(after: sorted.last)] : []))
    }
    return Loaded(
      config, resolved: .mapping(keys.resolved), context, Origins(layering), warnings: sorted)
  }

  private static func stand(_ left: Diagnostic, before right: Diagnostic) -> Bool {
    guard let first = left.location, let second = right.location else {
      return left.location == nil && right.location != nil
    }
    return first < second
  }
}
