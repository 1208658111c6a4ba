public import Diagnostics
import YAML

/// A dotted path of keys as it stands in a config, such as `model.depth`.
public struct WrittenPath: Sendable {
  /// The keys, each with its place.
  let keys: [Node.Key]
  /// The whole path.
  public let text: String
  let place: Place

  /// The path that a key spells.
  init(_ key: Node.Key) {
    text = key.text
    place = key.place
    // Quotes and escapes make a key wider than its text, and its parts stand nobody knows where.
    let isPlain = key.place.width == key.text.unicodeScalars.count
    var keys: [Node.Key] = []
    for part in key.text.split(separator: ".", omittingEmptySubsequences: false) {
      let before = key.text[..<part.startIndex].unicodeScalars.count
      let place = isPlain ? key.place.part(after: before, width: part.unicodeScalars.count) : key.place
      keys.append(Node.Key(text: String(part), place: place))
    }
    self.keys = keys
  }

  /// A path that a value stands for.
  public init(_ text: String, at value: WrittenValue) {
    self.text = text
    place = value.node.place
    keys = text.split(separator: ".").map { Node.Key(text: String($0), place: value.node.place) }
  }

  /// The path of an override on the command line.
  public init(_ override: Override) {
    text = override.path.map(\.text).joined(separator: ".")
    keys = override.path
    place = override.path.first?.place ?? override.value.place
  }

  /// The names from the outermost section to the key.
  public var names: [String] { keys.map(\.text) }

  /// Where it stands.
  public var location: SourceLocation { place.location }

  /// An error about the path.
  public func mistake(_ message: String, notes: [String] = []) -> Diagnostic {
    place.diagnostic(message, notes: notes)
  }

  /// Something doubtful about what the path is given.
  public func doubt(_ message: String, notes: [String] = []) -> Diagnostic {
    place.diagnostic(message, severity: .warning, notes: notes)
  }
}

extension WrittenPath: Equatable {
  /// Places don't count.
  public static func == (left: WrittenPath, right: WrittenPath) -> Bool { left.text == right.text }
}

/// What a config gives to a dotted path.
public struct Assigned<Value> {
  /// The path.
  public let path: WrittenPath
  /// What is given.
  public let value: Value

  /// Gives a value to a path.
  public init(path: WrittenPath, value: Value) {
    self.path = path
    self.value = value
  }
}

extension Assigned: Equatable where Value: Equatable {}
extension Assigned: Sendable where Value: Sendable {}

extension Override {
  /// An override by values that stand in a config.
  public init(_ path: WrittenPath, _ value: WrittenValue) {
    self.init(path: path.keys, value: value.node)
  }
}
