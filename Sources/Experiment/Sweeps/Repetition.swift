public import Config
import Diagnostics

/// The seeds or the folds with which each configuration is trained.
public struct Repetition: Equatable, Sendable {
  /// The values.
  public let values: [WrittenValue]
  /// The number of values or the list of them, as it is written.
  let source: WrittenValue
  /// How many there are, where this is all that is said.
  var count: Int? { source.integer }

  /// The most values: more is a mistake.
  private static let most = 1000

  /// A number of values from 0, or a list of them.
  static func format(_ name: String) -> Format<Repetition> {
    let shape = ValueShape.either([
      .int(.from(1, to: most)), .list(.int(.atLeast(0)), counts: 1...most),
    ])
    return WrittenValue.format.checked(as: shape) { value throws(DiagnosticError) in
      if let count = value.integer, (1...most).contains(count) {
        return Repetition(values: (0..<count).map { WrittenValue($0, at: value) }, source: value)
      }
      guard case .list(let values) = value.content, (1...most).contains(values.count) else {
        throw DiagnosticError(value.mistake("'\(name)' must be \(shape.words), not \(value.text)"))
      }
      let mistakes = values.filter { $0.integer ?? -1 < 0 }.map {
        $0.mistake("each value of '\(name)' must be a whole number at least 0, not \($0.text)")
      }
      guard mistakes.isEmpty else { throw DiagnosticError(mistakes) }
      return Repetition(values: values, source: value)
    } back: {
      $0.source
    }
  }
}
