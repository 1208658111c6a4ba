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
  public func load<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: String, overrides: [String] = []
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
    return try load(type, file: file, overrides: parsed, mistakes: mistakes)
  }

  /// Loads a file with overrides that stand somewhere else, such as the cells of a sweep.
  public func load<Config: ConfigSection>(
    _ type: Config.Type = Config.self, file: String, overrides: [Override]
  ) throws(DiagnosticError) -> Loaded<Config> {
    try load(type, file: file, overrides: overrides, mistakes: [])
  }

  private func load<Config: ConfigSection>(
    _ type: Config.Type, file: String, overrides: [Override], mistakes: [Diagnostic]
  ) throws(DiagnosticError) -> Loaded<Config> {
    let description = SectionDescription(of: type)
    let layering = Layering(description: description, surroundings: surroundings)
    var node = try FileReader(layering: layering, surroundings: surroundings).read(file)
    var mistakes = mistakes
    for override in overrides {
      do throws(DiagnosticError) {
        node = try layering.apply(override, to: node)
      } catch {
        mistakes += error.diagnostics
      }
    }
    return try decode(type, node, description, mistakes)
  }

  private func decode<Config: ConfigSection>(
    _ type: Config.Type, _ node: Node, _ description: SectionDescription, _ mistakes: [Diagnostic]
  ) throws(DiagnosticError) -> Loaded<Config> {
    let context = ReadingContext(surroundings: surroundings, root: node.place)
    mistakes.forEach(context.report)
    var keys = KeyReader(context, path: [], entries: node.entries)
    let config = Config(&keys)
    keys.finish()
    let unknown = UnknownKeys(root: description)
    context.unknownKeys.map(unknown.diagnostic).forEach(context.report)
    let sorted = context.diagnostics.sorted(by: Self.stand)
    guard !sorted.contains(where: { $0.severity == .error }) else { throw DiagnosticError(sorted) }
    return Loaded(
      config, resolved: .mapping(keys.resolved), differing: context.differing, warnings: sorted,
      places: context.places)
  }

  private static func stand(_ left: Diagnostic, before right: Diagnostic) -> Bool {
    guard let first = left.location, let second = right.location else {
      return left.location == nil && right.location != nil
    }
    return first < second
  }
}
