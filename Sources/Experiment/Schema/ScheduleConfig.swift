public import Config

/// How the learning rate changes during training.
public struct ScheduleConfig: ConfigSection {
  /// The curve after warm-up.
  public enum Curve: Equatable, Sendable {
    /// Stays at the learning rate.
    case constant
    /// Half a cosine from the learning rate down to `minimum`.
    case cosine(minimum: Double)
    /// `(1 − progress)^power` from the learning rate down to `minimum`.
    case poly(power: Double, minimum: Double)
  }

  private enum Name: String, ConfigChoice {
    case constant, cosine, poly
  }

  /// The curve after warm-up.
  public let curve: Curve
  /// How many epochs the learning rate takes to rise linearly from 0; may be a fraction.
  public let warmupEpochs: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    curve = keys.alternatives(by: "name", default: Name.constant, "The curve after warm-up.") { name, keys in
      switch name {
      case .constant: .constant
      case .cosine: .cosine(minimum: Self.minimum(&keys))
      case .poly:
        .poly(
          power: keys.read("power", default: 0.9, in: .above(0), "The exponent of what is left of training."),
          minimum: Self.minimum(&keys))
      }
    }
    warmupEpochs = keys.read(
      "warmup_epochs", default: 0, in: .atLeast(0),
      "Epochs in which the learning rate rises linearly; may be a fraction.")
  }

  /// Where the curve ends; 0 for a constant one.
  public var minimum: Double {
    switch curve {
    case .constant: 0
    case .cosine(let minimum), .poly(power: _, let minimum): minimum
    }
  }

  private static func minimum(_ keys: inout KeyReader) -> Double {
    keys.read("min_learning_rate", default: 0, in: .from(0, below: 1), "The learning rate at the end.")
  }
}
