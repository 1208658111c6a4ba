public import Diagnostics
public import YAML

/// A config that was read without a mistake.
public struct Loaded<Config: ConfigSection>: Sendable {
  /// The config.
  public let config: Config
  /// Every key with the value used, defaults included; paths are absolute.
  public let resolved: YAMLValue
  /// What is legal but perhaps not meant, by position.
  public let warnings: [Diagnostic]
  /// The value of each key that is not its default, as declared, by dotted path.
  public let differing: [String: String]
  private let places: [String: Place]
  /// The default of each key that was read; nil if it is required.
  let standards: [String: YAMLValue?]
  let origins: Origins

  init(
    _ config: Config, resolved: YAMLValue, _ context: ReadingContext, _ origins: Origins,
    warnings: [Diagnostic]
  ) {
    self.config = config
    self.resolved = resolved
    self.warnings = warnings
    self.origins = origins
    differing = context.differing
    places = context.places
    standards = context.standards
  }

  /// `resolved` as the text of a config file, which loads to an equal config anywhere.
  public var resolvedText: String { YAMLWriter.text(Self.escaped(resolved)) }

  /// Where the value of a key comes from, by its dotted path; nil if it is a default.
  public func origin(of key: String) -> SourceLocation? { places[key]?.location }

  /// An error about the value of a key, which is known only after reading; at the key, or at what is given around it.
  public func mistake(_ message: String, at key: String, notes: [String] = []) -> Diagnostic {
    let parts = key.split(separator: ".")
    let around = (1...max(parts.count, 1)).map { parts.prefix($0).joined(separator: ".") }
    let place = around.reversed().lazy.compactMap { places[$0] }.first
    return place?.diagnostic(message, notes: notes) ?? Diagnostic(message, notes: notes)
  }

  /// A value that happens to contain `${` must not be expanded when it is read again.
  private static func escaped(_ value: YAMLValue) -> YAMLValue {
    switch value {
    case .string(let text): .string(VariableExpansion.escape(text))
    case .list(let items): .list(items.map(escaped))
    case .mapping(let entries): .mapping(entries.map { .init($0.key, escaped($0.value)) })
    default: value
    }
  }
}
