import Diagnostics
import YAML

/// Which values a key may have: one of some, or those that compare in a way with a number or a text.
public struct Criterion: Equatable, Sendable {
  /// How a value compares.
  enum Relation: String, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case equal = "=="
    case unequal = "!="
    case above = ">"
    case below = "<"
  }

  /// A relation to each of these; there is one unless the relation is `equal`.
  let relation: Relation
  let operands: [WrittenValue]
  private let source: WrittenValue

  /// Whether it compares numbers by their size.
  public var isOrdering: Bool { ![.equal, .unequal].contains(relation) }

  /// The comparison as it is written, without quotes.
  public var text: String { if case .scalar(let text) = source.content { text } else { source.text } }

  init(_ source: WrittenValue) throws(DiagnosticError) {
    self.source = source
    if case .list(let items) = source.content {
      (relation, operands) = (.equal, items)
      guard !items.isEmpty else {
        throw DiagnosticError(source.mistake("a condition that lists no value never holds"))
      }
      for item in items { try Self.requireValue(item) }
      return
    }
    guard case .scalar(let text) = source.content,
      let found = Relation.allCases.first(where: { text.hasPrefix($0.rawValue) })
    else {
      (relation, operands) = (.equal, [source])
      try Self.requireValue(source)
      return
    }
    let rest = String(text.dropFirst(found.rawValue.count).drop { $0 == " " })
    let operand = WrittenValue(Node(.scalar(.init(text: rest, isPlain: true)), at: source.node.place))
    (relation, operands) = (found, [operand])
    guard !rest.isEmpty, operand.number != nil || !isOrdering else {
      throw DiagnosticError(
        source.mistake(
          "'\(text)' compares with no number", notes: ["write a number behind '\(found.rawValue)'"]))
    }
  }

  /// Refuses a text that looks like a comparison where it would be taken for a value, which no key has.
  private static func requireValue(_ value: WrittenValue) throws(DiagnosticError) {
    guard case .scalar(let text) = value.content, let first = text.first, "<>=!".contains(first) else {
      return
    }
    let relations = Relation.allCases.map(\.rawValue).joined(separator: ", ")
    throw DiagnosticError(
      value.mistake(
        "'\(text)' is no value and no comparison",
        notes: [
          "write one of \(relations) before a number, outside of a list; a list has values, of which any will do"
        ]))
  }

  /// - Parameters:
  ///   - used: the value with its defaults.
  ///   - written: the value as it stands in the config.
  func holds(used: YAMLValue, written: WrittenValue?) -> Bool {
    switch relation {
    case .equal: operands.contains { $0.isSame(as: used) || $0 == written }
    case .unequal: operands.allSatisfy { !$0.isSame(as: used) && $0 != written }
    default: numbers(used).map { $0.allSatisfy(compares) } ?? false
    }
  }

  private func compares(_ number: Double) -> Bool {
    guard let operand = operands.first?.number else { return false }
    return switch relation {
    case .atLeast: number >= operand
    case .atMost: number <= operand
    case .above: number > operand
    case .below: number < operand
    case .equal: number == operand
    case .unequal: number != operand
    }
  }

  /// The number, or all of a list of numbers; nil if it is something else.
  private func numbers(_ value: YAMLValue) -> [Double]? {
    if case .list(let items) = value, !items.isEmpty {
      let numbers = items.compactMap(\.asNumber)
      return numbers.count == items.count ? numbers : nil
    }
    return value.asNumber.map { [$0] }
  }
}

extension Criterion: ConfigValue {
  /// A value, a list of values of which any will do, or a comparison as text.
  public static var format: Format<Criterion> {
    WrittenValue.format.called("a value, a list of values, or a comparison such as \">= 3\"")
      .checked { value throws(DiagnosticError) in
        try Criterion(value)
      } back: {
        $0.source
      }
  }
}

/// What must hold for all of some keys.
public struct Condition: Equatable, Sendable {
  /// The keys with what must hold for each.
  public let parts: [Assigned<Criterion>]

  /// Whether all of it holds.
  ///
  /// - Parameter values: the value of a key with its defaults, and as it stands in the config.
  func holds(_ values: (WrittenPath) -> (used: YAMLValue, written: WrittenValue?)) -> Bool {
    parts.allSatisfy { part in
      let value = values(part.path)
      return part.value.holds(used: value.used, written: value.written)
    }
  }
}

extension Condition: ConfigValue {
  /// A mapping from dotted paths to comparisons.
  public static var format: Format<Condition> {
    Format<[Assigned<Criterion>]>.assignments(of: Criterion.format)
      .called("a mapping from keys to values, lists of values, or comparisons such as \">= 3\"")
      .map {
        Condition(parts: $0)
      } back: {
        $0.parts
      }
  }
}

extension WrittenValue {
  /// Whether a value is this one, however a number is written.
  fileprivate func isSame(as value: YAMLValue) -> Bool {
    if let own = number, let other = value.asNumber { return own == other }
    if case .string(let text) = value, case .scalar(let own) = content { return text == own }
    return meaning == value
  }
}

extension YAMLValue {
  fileprivate var asNumber: Double? {
    switch self {
    case .int(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }
}
