public import Diagnostics
import YAML

/// A value as it stands in a config, to be read later and elsewhere; it keeps its place.
public struct WrittenValue: Sendable {
  /// What a value is made of.
  public enum Content: Sendable {
    /// Nothing, which stands for the default.
    case null
    /// A number, a truth value or a text, without quotes.
    case scalar(String)
    /// A list.
    case list([WrittenValue])
    /// Keys with values, in their order.
    case mapping([Assigned<WrittenValue>])
  }

  let node: Node

  init(_ node: Node) {
    self.node = node
  }

  /// A number that stands where another value does, as one that was counted or drawn.
  public init(_ number: Int, at other: WrittenValue) {
    node = Node(.scalar(.init(text: String(number), isPlain: true)), at: other.node.place)
  }

  /// A finite number that stands where another value does.
  public init(_ number: Double, at other: WrittenValue) {
    node = Node(.scalar(.init(text: YAMLWriter.flow(.number(number)), isPlain: true)), at: other.node.place)
  }

  /// The text of a path as a value.
  public init(_ path: WrittenPath) {
    node = Node(.scalar(.init(text: path.text, isPlain: false)), at: path.place)
  }

  /// A mapping that stands where another value does.
  public init(_ entries: [Assigned<WrittenValue>], at other: WrittenValue) {
    let entries = entries.map { entry in
      Node.Entry(key: Node.Key(text: entry.path.text, place: entry.path.place), value: entry.value.node)
    }
    node = Node(.mapping(entries), at: other.node.place)
  }

  /// What it is made of.
  public var content: Content {
    switch node.content {
    case .scalar(let scalar): scalar.isNull ? .null : .scalar(scalar.text)
    case .sequence(let items): .list(items.map(WrittenValue.init))
    case .mapping(let entries):
      .mapping(entries.map { Assigned(path: WrittenPath($0.key), value: WrittenValue($0.value)) })
    }
  }

  /// The value on one line, nearly as it was written: `1e-2` stays `1e-2`.
  public var text: String { node.written }

  /// Where it stands.
  public var location: SourceLocation { node.place.location }

  /// The whole number that it is; nil if it is none.
  public var integer: Int? { if case .int(let number) = meaning { number } else { nil } }

  /// The finite number that it is; nil if it is none.
  public var number: Double? {
    switch meaning {
    case .int(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// What it would be in a config that takes anything.
  var meaning: YAMLValue { node.meaning }

  /// An error about the value.
  public func mistake(_ message: String, notes: [String] = []) -> Diagnostic {
    node.place.diagnostic(message, notes: notes)
  }
}

extension WrittenValue: Equatable {
  /// Places and ways of writing a number don't count.
  public static func == (left: WrittenValue, right: WrittenValue) -> Bool { left.meaning == right.meaning }
}

extension WrittenValue: Hashable {
  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(meaning) }
}

extension WrittenValue: ConfigValue {
  /// Anything.
  public static var format: Format<WrittenValue> {
    Format(.any) { node, _ in
      WrittenValue(node)
    } write: {
      $0.meaning
    }
  }
}

extension Node {
  /// The value by YAML's own rules, as far as configs use them.
  fileprivate var meaning: YAMLValue {
    switch content {
    case .scalar(let scalar): scalar.meaning
    case .sequence(let items): .list(items.map(\.meaning))
    case .mapping(let entries): .mapping(entries.map { .init($0.key.text, $0.value.meaning) })
    }
  }
}

extension Node.Scalar {
  fileprivate var meaning: YAMLValue {
    guard isPlain else { return .string(text) }
    if isNull { return .null }
    if let number = Int(text) { return .int(number) }
    if let number = Double.decimal(text) { return .number(number) }
    return ["true": .bool(true), "false": .bool(false)][text] ?? .string(text)
  }
}
