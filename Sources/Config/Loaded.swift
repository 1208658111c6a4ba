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

  init(
    _ config: Config, resolved: YAMLValue, differing: [String: String], warnings: [Diagnostic],
    places: [String: Place]
  ) {
    self.differing = differing
    self.config = config
    self.resolved = resolved
    self.warnings = warnings
    self.places = places
  }

  /// `resolved` as the text of a config file, which loads to an equal config anywhere.
  public var resolvedText: String { YAMLWriter.text(Self.escaped(resolved)) }

  /// Where the value of a key comes from, by its dotted path; nil if it is a default.
  public func origin(of key: String) -> SourceLocation? { places[key]?.location }

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
