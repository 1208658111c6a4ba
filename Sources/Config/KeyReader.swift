import Diagnostics
import YAML

/// Hands a section its values, key by key, and keeps what was asked for.
///
/// Reading never throws. A mistake is recorded and the default stands in, so that the rest is examined too. A
/// key that is absent or null has its default.
public struct KeyReader {
  let context: ReadingContext
  let path: [String]
  private let entries: [Node.Entry]
  private let shorthand: String?
  /// Whether the mapping that is being read stands in the config, even if empty.
  public let isGiven: Bool
  /// Whether it is an optional mapping that is not given, in which no key is missing or differs.
  var isLeftOut = false
  /// What was asked for so far.
  var description = SectionDescription()
  /// The values that were handed out so far.
  var resolved: [YAMLValue.Entry] = []
  /// Whether other keys than those asked for pass in silence, because it isn't known which are right.
  var toleratesUnknownKeys = false

  /// A reader to which nothing is given.
  init(describing context: ReadingContext) {
    self.init(context, path: [], entries: nil)
  }

  /// - Parameters:
  ///   - entries: what is given; nil if the mapping itself is not there.
  ///   - shorthand: the key for which a single value stands in place of the mapping.
  init(_ context: ReadingContext, path: [String], entries: [Node.Entry]?, shorthand: String? = nil) {
    self.shorthand = shorthand
    self.context = context
    self.path = path
    self.entries = entries ?? []
    self.isGiven = entries != nil
  }

  /// Reads a key that has a default.
  public mutating func read<Value: ConfigValue>(
    _ name: String, default standard: Value, _ summary: String
  ) -> Value {
    read(name, default: standard, as: Value.format, summary)
  }

  /// Reads a number within limits.
  public mutating func read<Value: ConfigNumber>(
    _ name: String, default standard: Value, in limits: Limits<Value>, _ summary: String
  ) -> Value {
    read(name, default: standard, as: Value.format(in: limits), summary)
  }

  /// Reads a number from a range.
  public mutating func read<Value: ConfigNumber>(
    _ name: String, default standard: Value, in range: ClosedRange<Value>, _ summary: String
  ) -> Value {
    read(name, default: standard, in: .from(range.lowerBound, to: range.upperBound), summary)
  }

  /// Reads a key whose values are written in a way of its own.
  public mutating func read<Value>(
    _ name: String, default standard: Value, as format: Format<Value>, _ summary: String
  ) -> Value {
    let value = parse(name, as: format) ?? standard
    record(name, summary, format.shape, default: format.write(standard), value: format.write(value))
    return value
  }

  /// Reads a key that is nil by default.
  public mutating func optional<Value>(
    _ name: String, as format: Format<Value>, _ summary: String
  ) -> Value? {
    let value = parse(name, as: format)
    record(name, summary, format.shape, default: .null, value: value.map(format.write) ?? .null)
    return value
  }

  /// Reads a number within limits that is nil by default.
  public mutating func optional<Value: ConfigNumber>(
    _ name: String, in limits: Limits<Value>, _ summary: String
  ) -> Value? {
    optional(name, as: Value.format(in: limits), summary)
  }

  /// Reads a key that must be given; `standIn` takes its place after a mistake.
  public mutating func require<Value>(
    _ name: String, as format: Format<Value>, standIn: Value, _ summary: String
  ) -> Value {
    if given(name) == nil { reportMissing(name, notes: ["\(name): \(summary)"]) }
    let value = parse(name, as: format) ?? standIn
    record(name, summary, format.shape, default: nil, value: format.write(value))
    return value
  }

  /// Reads a key that must be given unless there is a default for it.
  ///
  /// - Parameters:
  ///   - standard: the default; nil if the key is required.
  ///   - others: keys of which one gives a default, so that no reader but this one can tell whether the key is required.
  public mutating func require<Value>(
    _ name: String, unless standard: Value?, orGiven others: [String] = [], as format: Format<Value>,
    standIn: Value, _ summary: String
  ) -> Value {
    if let standard { return read(name, default: standard, as: format, summary) }
    let value = require(name, as: format, standIn: standIn, summary)
    description.setSubstitutes(others, ofLastKey: name)
    return value
  }

  /// A reader of the same mapping whose readings leave no trace in the context.
  var alone: KeyReader {
    KeyReader(context.alone, path: path, entries: isGiven ? entries : nil, shorthand: shorthand)
  }

  /// The entry of a key that is there and not null.
  func given(_ name: String) -> Node.Entry? {
    guard let entry = entries.first(where: { $0.key.text == name }) else { return nil }
    if let color = entry.value.commentedColor {
      context.report(
        entry.value.place.diagnostic(
          "'\(name)' is empty: '#' starts a comment", notes: ["write \"\(color)\" in quotes"]))
      context.fail(path + [name])
    }
    return context.surroundings.isNull(entry.value) ? nil : entry
  }

  /// The value of a key; nil if it is absent, null or wrong.
  private func parse<Value>(_ name: String, as format: Format<Value>) -> Value? {
    guard let entry = given(name) else { return nil }
    context.notePlace(entry.value.place, of: path + [name])
    // A single value that stands for the mapping is called by the mapping's name.
    let isAlone = name == shorthand
    let called = isAlone ? path.last : name
    let value = format.parse(
      entry.value,
      ValueReader(
        context, path: path + [name], label: called.map { "'\($0)'" }, shorthand: isAlone ? name : nil))
    if value == nil { context.fail(path + [name]) }
    return value
  }

  mutating func record(
    _ name: String, _ summary: String, _ shape: ValueShape, default standard: YAMLValue?, value: YAMLValue
  ) {
    description.keys.append(.init(name: name, summary: summary, shape: shape, standard: standard))
    context.noteStandard(standard, of: path + [name])
    if !isLeftOut && standard != value && !(standard == nil && shape.isMapping) {
      context.noteDifference(value, of: path + [name])
    }
    resolved.append(.init(name, value))
  }

  func reportMissing(_ name: String, notes: [String]) {
    guard !isLeftOut else { return }
    defer { context.fail(path + [name]) }
    guard !context.isDescribing, !context.isWithinFailed(path) else { return }
    let place = entries.first { $0.key.text == name }?.key.place ?? context.place(of: path)
    let section = path.last.map { " in '\($0)'" } ?? ""
    let message = "'\(name)' is required\(section)"
    context.report(
      place?.diagnostic(message, notes: notes) ?? Diagnostic(message, notes: notes))
  }

  /// Reports the keys that nobody asked for.
  func finish() {
    guard !toleratesUnknownKeys else { return }
    for entry in entries where !description.keys.contains(where: { $0.name == entry.key.text }) {
      context.reportUnknown(entry.key, in: path)
    }
  }
}
