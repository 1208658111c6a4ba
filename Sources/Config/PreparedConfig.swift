public import Diagnostics
import YAML

/// A config that was read from its files once, to be decoded as often as there are values to try in it.
public struct PreparedConfig<Config: ConfigSection>: Sendable {
  private let layering: Layering
  private let mistakes: [Diagnostic]
  private let kept = KeptSections()

  init(_ layering: Layering, mistakes: [Diagnostic]) {
    self.layering = layering
    self.mistakes = mistakes
  }

  /// Decodes it with overrides laid over it, of which a later one wins; throws all mistakes at once, sorted by position.
  public func load(_ overrides: [Override] = []) throws(DiagnosticError) -> Loaded<Config> {
    let (reading, context, layering) = read(overrides)
    guard !reading.hasMistakes else { throw DiagnosticError(reading.diagnostics) }
    return Loaded(
      reading.config, resolved: reading.resolved, context, Origins(layering), warnings: reading.diagnostics)
  }

  /// Decodes it as far as it can be decoded.
  public func reading(_ overrides: [Override]) -> ConfigReading<Config> { read(overrides).reading }

  /// What stands at a path of keys before any override but those of the command line; nil if nothing does.
  public func written(at path: [String]) -> WrittenValue? { layering.root?.written(at: path) }

  /// The keys at the top level, of what is extended too.
  public var keys: [WrittenPath] { layering.root?.entries?.map { WrittenPath($0.key) } ?? [] }

  private func read(
    _ overrides: [Override]
  ) -> (reading: ConfigReading<Config>, context: ReadingContext, layering: Layering) {
    var layering = layering
    var mistakes = mistakes
    for override in overrides {
      do throws(DiagnosticError) { try layering.lay(override) } catch { mistakes += error.diagnostics }
    }
    let context = ReadingContext(
      surroundings: layering.surroundings, root: layering.root?.place, keeping: kept, under: overrides)
    mistakes.forEach(context.report)
    var keys = KeyReader(context, path: [], entries: layering.root?.entries)
    let config = Config(&keys)
    keys.finish()
    let unknown = UnknownKeys(root: layering.description)
    for key in context.unknownKeys where !context.isFull { context.report(unknown.diagnostic(key)) }
    let sorted = context.diagnostics.sorted { $0.stands(before: $1) }
    let reading = ConfigReading(
      config: config,
      diagnostics: sorted + (context.isFull ? [DiagnosticError.more(after: sorted.last)] : []),
      differing: context.differing, resolved: .mapping(keys.resolved), root: layering.root)
    return (reading, context, layering)
  }
}

/// A config as far as it could be decoded: where a value is wrong, the default stands in.
public struct ConfigReading<Config: ConfigSection>: Sendable {
  /// The config.
  public let config: Config
  /// Mistakes and doubts by position.
  public let diagnostics: [Diagnostic]
  /// The value of each key that is not its default, as declared, by dotted path.
  public let differing: [String: String]
  let resolved: YAMLValue
  let root: Node?

  /// Whether the config cannot be used.
  public var hasMistakes: Bool { diagnostics.contains { $0.severity == .error } }

  /// The value used at a dotted path on one line, defaults included; nil where there is none.
  public func used(at path: String) -> String? {
    path.split(separator: ".").reduce(Optional(resolved)) { value, key in value?[String(key)] }
      .map(YAMLWriter.flow)
  }

  /// Whether a condition holds for the values used, defaults included.
  ///
  /// - Parameter others: what conditions may name beside the keys of the config.
  public func satisfies(_ condition: Condition, or others: [String: WrittenValue] = [:]) -> Bool {
    condition.holds { path in
      if let other = others[path.text] { return (other.meaning, other) }
      let names = path.names
      let used = names.reduce(Optional(resolved)) { value, key in value?[key] }
      return (used ?? .null, root?.written(at: names))
    }
  }
}

extension Node {
  fileprivate func written(at path: [String]) -> WrittenValue? {
    path.reduce(Optional(self)) { node, key in node?[key] }.map(WrittenValue.init)
  }
}
