/// A value in a YAML text, with the place where it stands.
public struct Node: Hashable, Sendable {
  /// What the value is.
  public enum Content: Hashable, Sendable {
    /// A text; what it means is decided by who reads it.
    case scalar(Scalar)
    /// A list.
    case sequence([Node])
    /// Keys with values, in the order of the text; the keys differ from each other.
    case mapping([Entry])
  }

  /// A scalar as it is written, without quotes and escapes.
  public struct Scalar: Hashable, Sendable {
    /// The text.
    public let text: String
    /// Whether it stands without quotes, so that it may be a number, `true` or `null`.
    public let isPlain: Bool

    /// Makes a scalar.
    public init(text: String, isPlain: Bool) {
      self.text = text
      self.isPlain = isPlain
    }
  }

  /// A key of a mapping; it has a place of its own.
  public struct Key: Hashable, Sendable {
    /// The key without quotes.
    public let text: String
    /// Where the key stands.
    public let place: Place

    /// Makes a key.
    public init(text: String, place: Place) {
      self.text = text
      self.place = place
    }
  }

  /// A key with its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public let key: Key
    /// The value.
    public let value: Node

    /// Makes an entry.
    public init(key: Key, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// What the value is.
  public let content: Content
  /// Where it stands; an alias stands where its anchor does.
  public let place: Place

  /// Makes a node.
  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }

  /// The entries of a mapping, nil for anything else.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The text of a scalar, nil for anything else.
  public var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The value of a key, nil if there is none or this is no mapping.
  public subscript(key: String) -> Node? {
    entries?.first { $0.key.text == key }?.value
  }
}
