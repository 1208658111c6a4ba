public import Config
import Foundation

/// Values that are drawn at random, the same ones each time.
public struct RandomConfig: Equatable, Sendable {
  /// How many draws there are, at least 1.
  public let samples: Int
  /// Another seed draws others, 0 or more.
  public let seed: Int
  /// How the values of each key are drawn.
  public let keys: [Assigned<Distribution>]

  /// Reads the keys.
  init(_ keys: inout KeyReader) {
    samples = keys.require(
      "samples", as: Int.format(in: .from(1, to: SweepConfig.mostCells)), standIn: 1,
      "Draws; more of them change none of those before.")
    seed = keys.read("seed", default: 0, in: .atLeast(0), "Another seed draws others.")
    self.keys = keys.require(
      "keys",
      as: .assignments(of: Distribution.format).called("a mapping from keys to distributions"),
      standIn: [],
      "Keys, each with `{uniform: [low, high]}`, `{log_uniform: [low, high]}`, `{integer: [low, high]}` (both included) or `{choice: [values]}`."
    )
    keys.check(
      "keys", that: !keys.isGiven || !self.keys.isEmpty, else: "'random' has no key to draw values for",
      notes: ["such as keys: {optimizer.learning_rate: {log_uniform: [1e-4, 1e-2]}}"])
  }

  /// The value of a key in a draw, which depends on the seed, the draw and the key alone.
  func value(of key: Assigned<Distribution>, in sample: Int) -> WrittenValue {
    let digits = ContentHash.of("\(seed)/\(sample)/\(key.path.text)").prefix(16)
    return key.value.value(at: UInt64(digits, radix: 16) ?? 0)
  }
}
