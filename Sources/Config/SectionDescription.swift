import Synchronization
public import YAML

/// The keys of a mapping, as its declaration says.
public struct SectionDescription: Equatable, Sendable {
  /// A key with what it takes and what it is for.
  public struct Key: Equatable, Sendable {
    /// The name in YAML.
    public let name: String
    /// One sentence that says what it does.
    public let summary: String
    /// What values it takes.
    public let shape: ValueShape
    /// The value that stands in when the key is absent or null; nil if the key is required.
    public let standard: YAMLValue?
    /// The keys of which one, where it is given, stands in for this one, which is required without them.
    public internal(set) var substitutes: [String] = []
  }

  /// Keys that are there only under one of several alternatives.
  public struct Alternatives: Equatable, Sendable {
    /// How the alternative is chosen.
    public enum Choice: Equatable, Sendable {
      /// By the value of a key, such as `name`.
      case byValue(ofKey: String)
      /// By which key is there.
      case byPresence
    }

    /// The keys under one alternative.
    public struct Case: Equatable, Sendable {
      /// The name of the alternative: a value of the choosing key, or the key that chooses.
      public let name: String
      /// Its keys, without those that every alternative shares with the section.
      public let keys: [Key]
    }

    /// How the alternative is chosen.
    public let choice: Choice
    /// The name of the alternative that is used if none is chosen.
    public let standard: String
    /// All alternatives.
    public let cases: [Case]
  }

  /// The keys that are always there, in the order of their declaration.
  public internal(set) var keys: [Key] = []
  /// The keys that depend on a choice.
  public internal(set) var alternatives: Alternatives?

  /// What was described: each load of a config needs it, which takes a fraction of the time to read.
  private static let described = Mutex<[ObjectIdentifier: SectionDescription]>([:])

  /// Describes a section type without reading anything.
  public init(of type: (some ConfigSection).Type) {
    let known = Self.described.withLock { $0[ObjectIdentifier(type)] }
    if let known {
      self = known
      return
    }
    var reader = KeyReader(describing: ReadingContext(isDescribing: true))
    _ = type.init(&reader)
    self = reader.description
    let description = reader.description
    Self.described.withLock { $0[ObjectIdentifier(type)] = description }
  }

  init() {}

  /// Says which keys stand in for a required one, the one that was declared last.
  mutating func setSubstitutes(_ names: [String], ofLastKey name: String) {
    guard let last = keys.indices.last, keys[last].name == name else { return }
    keys[last].substitutes = names
  }

  /// The key of this name, whether it is always there or only under some alternative.
  public func key(_ name: String) -> Key? {
    if let key = keys.first(where: { $0.name == name }) { return key }
    return alternatives?.cases.lazy.compactMap { $0.keys.first { $0.name == name } }.first
  }

  /// Every key, also those that only some alternative has; a key of several alternatives comes once for each.
  var allKeys: [Key] {
    keys + (alternatives?.cases.flatMap(\.keys) ?? [])
  }
}
