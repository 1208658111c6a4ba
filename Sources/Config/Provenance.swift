public import Diagnostics

/// Where the value of a key comes from, and what it overrode.
public struct Provenance: Equatable, Sendable {
  /// A place that says something about the key.
  public struct Source: Equatable, Sendable {
    /// What is said there.
    public enum Statement: Equatable, Sendable {
      /// A value, nearly as it is written.
      case value(String)
      /// `null`, which restores the default.
      case null
      /// A mapping that takes the place of another one and does not have the key.
      case absence(from: String)
    }

    /// The place: in a file, or on the command line.
    public let location: SourceLocation
    /// What is said there.
    public let statement: Statement
    /// The variables in it.
    public let variables: [Variable]
  }

  /// A variable such as `${NAME:-default}` in a value.
  public struct Variable: Equatable, Sendable {
    /// The name.
    public let name: String
    /// What it stands for.
    public let value: String
    /// Whether the environment has it; otherwise the value is the default that is written with it.
    public let isSet: Bool
  }

  /// The dotted path.
  public let key: String
  /// The value used, on one line.
  public let value: String
  /// Who says something about the key: the one that counts, then those that it overrode; empty if the key is
  /// nowhere.
  public let sources: [Source]
  /// The default; nil if the key is required.
  public let standard: String?

  /// The text for a terminal: the key with its value, then a line for each source.
  public var lines: [String] {
    guard let first = sources.first else { return ["\(key) = \(value)", "  the default"] }
    let others = sources.dropFirst().map { "  overrides \($0.location)   \($0.statement.text)" }
    let last = first.statement.isValue ? standard.map { ["  overrides the default   \($0)"] } ?? [] : []
    let counting = first.statement.isValue ? "" : ", so the default counts"
    return ["\(key) = \(value)", "  \(first.location)   \(first.statement.text)\(counting)"]
      + first.variables.map(\.line) + others + last
  }
}

extension Provenance.Source.Statement {
  /// The value, or what stands in its place, in words.
  public var text: String {
    switch self {
    case .value(let text): text
    case .null: "null"
    case .absence(let mapping): "'\(mapping)' without it"
    }
  }

  fileprivate var isValue: Bool { if case .value = self { true } else { false } }
}

extension Provenance.Variable {
  fileprivate var line: String {
    isSet
      ? "    ${\(name)} is '\(value)' in the environment"
      : "    ${\(name)} is not set, so its default counts: '\(value)'"
  }
}
