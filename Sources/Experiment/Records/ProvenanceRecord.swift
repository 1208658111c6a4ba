public import Config
import Foundation

/// The file `provenance.json`: where the values in `config.yaml` come from.
///
/// A key that is not listed has its default.
public struct ProvenanceRecord: Codable, Equatable, Sendable {
  /// A place that says something about a key.
  public struct Source: Codable, Equatable, Sendable {
    /// The place as `file:line:column`, or on the `<command line>`.
    public let at: String
    /// What stands there.
    public let text: String
    /// The variables in it that the environment had.
    public let environment: [String: String]?

    /// Makes a source.
    public init(at: String, text: String, environment: [String: String]?) {
      self.at = at
      self.text = text
      self.environment = environment
    }
  }

  /// The version of the format.
  public let schema: Int
  /// By dotted path: what counts, then what that overrode.
  public let keys: [String: [Source]]

  /// Records where the values of a config come from.
  public init(_ loaded: Loaded<ExperimentConfig>) {
    let sources = loaded.provenances.map { ($0.key, $0.sources.map(Source.init)) }
    self.init(Dictionary(uniqueKeysWithValues: sources))
  }

  private init(_ keys: [String: [Source]]) {
    schema = JSONFormat.schema
    self.keys = keys.filter { !$0.value.isEmpty }
  }

  /// The record of a run that goes on: a value that was read from the run's own config comes from where it
  /// came before.
  public func continuing(_ earlier: ProvenanceRecord?, readFrom folder: RunFolder) -> ProvenanceRecord {
    guard let earlier else { return self }
    let isOwn = { (source: Source) in
      let file = source.at.split(separator: ":").dropLast(2).joined(separator: ":")
      return RunFolder(file).path == folder.config
    }
    let continued = keys.map { key, sources in
      let before = sources.contains(where: isOwn) ? earlier.keys[key] ?? [] : []
      return (key, sources.filter { !isOwn($0) } + before)
    }
    return ProvenanceRecord(Dictionary(uniqueKeysWithValues: continued))
  }
}

extension ProvenanceRecord.Source {
  fileprivate init(_ source: Provenance.Source) {
    let set = source.variables.filter(\.isSet).map { ($0.name, $0.value) }
    self.init(
      at: "\(source.location)", text: source.statement.text,
      environment: set.isEmpty ? nil : Dictionary(set) { first, _ in first })
  }
}
