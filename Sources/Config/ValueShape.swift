/// What values a key takes, as the reference and the errors say it.
public indirect enum ValueShape: Equatable, Sendable {
  /// `true` or `false`.
  case bool
  /// A whole number within limits.
  case int(Limits<Int>)
  /// A finite number within limits.
  case number(Limits<Double>)
  /// A text; the words say which texts ("a text", "a colour"), the pattern is a regular expression for JSON
  /// Schema.
  case text(words: String, pattern: String?)
  /// A path of a file or folder.
  case path
  /// Any value, which is read later and elsewhere.
  case any
  /// One of some words.
  case choice([String])
  /// A list of values of one shape, as many as `counts` allows.
  case list(ValueShape, counts: ClosedRange<Int>)
  /// A mapping from names that the user chooses to values of one shape.
  case dictionary(ValueShape)
  /// A shape with words of its own.
  case named(String, ValueShape)
  /// Any of several shapes.
  case either([ValueShape])
  /// A mapping that `extends` merges key by key.
  case section(SectionDescription)
  /// A mapping that is replaced whole; a single value stands for the key that `shorthand` names.
  case mapping(SectionDescription, shorthand: String?)

  /// Whether the value is a mapping whose keys are declared.
  var isMapping: Bool {
    switch self {
    case .section, .mapping: true
    default: false
    }
  }

  /// The shape in words that follow "must be", such as "a whole number from 1 to 7".
  public var words: String {
    switch self {
    case .bool: "true or false"
    case .int(let limits): Self.join("a whole number", limits.words)
    case .number(let limits): Self.join("a number", limits.words)
    case .text(let words, _): words
    case .path: "a path"
    case .any: "any value"
    case .choice(let names): Self.oneOf(names)
    case .list(let item, let counts): "a list of \(Self.text(counts)), each \(item.words)"
    case .dictionary(let value): "a mapping from names to \(value.words)"
    case .named(let words, _): words
    case .either(let shapes): Self.alternatives(shapes.map(\.words))
    case .section: "a mapping"
    case .mapping(let description, let shorthand):
      Self.alternatives(
        [shorthand.flatMap { description.key($0)?.shape.words }, "a mapping"].compactMap(\.self))
    }
  }

  private static func join(_ noun: String, _ limits: String) -> String {
    limits.isEmpty ? noun : "\(noun) \(limits)"
  }

  private static func oneOf(_ names: [String]) -> String {
    names.count < 3 ? alternatives(names) : "one of " + names.joined(separator: ", ")
  }

  private static func alternatives(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func text(_ counts: ClosedRange<Int>) -> String {
    switch (counts.lowerBound, counts.upperBound) {
    case (let low, let high) where low == high: low == 1 ? "1 value" : "\(low) values"
    case (0, .max): "values"
    case (let low, .max): "at least \(low) \(low == 1 ? "value" : "values")"
    case (let low, let high): "\(low) to \(high) values"
    }
  }
}
