public import Config
import Diagnostics
import Foundation

/// How a value is drawn.
public struct Distribution: Equatable, Sendable {
  /// The kinds of distributions.
  public enum Kind: Equatable, Sendable {
    /// Any number from `low` to `high` is as likely.
    case uniform(low: Double, high: Double)
    /// Any power of ten between `low` and `high`, both above 0, is as likely.
    case logUniform(low: Double, high: Double)
    /// Any whole number from `low` to `high`, both included, is as likely.
    case integer(low: Int, high: Int)
    /// Each of these is as likely.
    case choice([WrittenValue])
  }

  /// What is drawn.
  public let kind: Kind
  private let source: WrittenValue

  private static let shapes =
    "{uniform: [low, high]}, {log_uniform: [low, high]}, {integer: [low, high]} or {choice: [values]}"

  /// One of four mappings.
  static var format: Format<Distribution> {
    WrittenValue.format.called("one of \(shapes)").checked { value throws(DiagnosticError) in
      try Distribution(value)
    } back: {
      $0.source
    }
  }

  private init(_ source: WrittenValue) throws(DiagnosticError) {
    guard case .mapping(let entries) = source.content, entries.count == 1, let entry = entries.first else {
      throw DiagnosticError(
        source.mistake("a distribution must be one of \(Self.shapes), not \(source.text)"))
    }
    self.source = source
    kind = try Self.kind(entry)
  }

  private static func kind(_ entry: Assigned<WrittenValue>) throws(DiagnosticError) -> Kind {
    let name = entry.path.text
    switch name {
    case "uniform":
      let (low, high) = try bounds(entry, "numbers", \.number)
      return .uniform(low: low, high: high)
    case "log_uniform":
      let (low, high) = try bounds(entry, "numbers above 0", { $0.number.flatMap { $0 > 0 ? $0 : nil } })
      return .logUniform(low: low, high: high)
    case "integer":
      let (low, high) = try bounds(entry, "whole numbers", \.integer)
      return .integer(low: low, high: high)
    case "choice":
      guard case .list(let values) = entry.value.content, !values.isEmpty else {
        throw DiagnosticError(
          entry.value.mistake("'choice' must be a list of the values to draw from, not \(entry.value.text)"))
      }
      return .choice(values)
    default:
      let names = ["uniform", "log_uniform", "integer", "choice"]
      let suggestion = Spelling.suggestion(for: name, in: names)
      throw DiagnosticError(
        entry.path.mistake(
          "there is no distribution '\(name)'\(suggestion)", notes: ["write one of \(shapes)"]))
    }
  }

  private static func bounds<Number: Comparable>(
    _ entry: Assigned<WrittenValue>, _ what: String, _ number: (WrittenValue) -> Number?
  ) throws(DiagnosticError) -> (Number, Number) {
    guard case .list(let values) = entry.value.content, values.count == 2, let low = number(values[0]),
      let high = number(values[1]), low < high
    else {
      throw DiagnosticError(
        entry.value.mistake(
          "'\(entry.path.text)' must be [low, high], two \(what) of which the first is lower, not \(entry.value.text)"
        ))
    }
    return (low, high)
  }

  /// The value that evenly spread bits stand for; numbers have 6 significant digits.
  func value(at bits: UInt64) -> WrittenValue {
    let share = Double(bits >> 11) * 0x1p-53
    switch kind {
    case .uniform(let low, let high):
      // Not low + share * (high - low), which may be infinite.
      return rounded(low * (1 - share) + high * share, low, high)
    case .logUniform(let low, let high):
      return rounded(exp(log(low) * (1 - share) + log(high) * share), low, high)
    case .integer(let low, let high):
      // The width may be beyond what an Int holds.
      let width = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
      let offset = width == .max ? bits : (width + 1).multipliedFullWidth(by: bits).high
      return WrittenValue(Int(truncatingIfNeeded: UInt64(bitPattern: Int64(low)) &+ offset), at: source)
    case .choice(let values):
      return values[Int(UInt64(values.count).multipliedFullWidth(by: bits).high)]
    }
  }

  private func rounded(_ value: Double, _ low: Double, _ high: Double) -> WrittenValue {
    let digits = Double(String(format: "%.6g", value)) ?? value
    return WrittenValue(min(max(digits, low), high), at: source)
  }
}
