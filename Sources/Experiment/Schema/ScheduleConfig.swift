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
    /// Times `factor` at some epochs.
    case step(Drops, factor: Double)
    /// Times `factor` for each epoch.
    case exponential(factor: Double)
    /// Up to the learning rate and far down, as PyTorch's `OneCycleLR`.
    case oneCycle(OneCycle)
    /// Down where the validation's metric stops improving.
    case plateau(Plateau)
    /// Cosines that start again and again.
    case warmRestarts(WarmRestarts)
  }

  /// How often the learning rate changes after warm-up.
  public enum Clock: String, ConfigChoice {
    /// At each step.
    case step
    /// At the beginning of each epoch.
    case epoch
  }

  private enum Name: String, ConfigChoice {
    case constant, cosine, poly, step, exponential
    case oneCycle = "one_cycle"
    case plateau
    case warmRestarts = "warm_restarts"
  }

  /// The curve after warm-up.
  public let curve: Curve
  /// How often the learning rate changes after warm-up.
  public let clock: Clock
  /// How many epochs the learning rate takes to rise linearly from 0; may be a fraction.
  public let warmupEpochs: Double

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    (curve, clock) = keys.alternatives(by: "name", default: Name.constant, "The curve after warm-up.") {
      name, keys in
      let curve = Self.curve(name, &keys)
      return switch name {
      case .constant, .plateau: (curve, .epoch)
      case .step: (curve, .epoch)
      case .cosine, .poly, .oneCycle, .warmRestarts: (curve, Self.clock(&keys, default: .step))
      case .exponential: (curve, Self.clock(&keys, default: .epoch))
      }
    }
    warmupEpochs = keys.read(
      "warmup_epochs", default: 0, in: .atLeast(0),
      """
      Epochs in which the learning rate rises linearly; may be a fraction. The curve has the epochs that remain; only \
      those of `name: step` are counted from the beginning of training.
      """)
    checkWarmup(keys)
  }

  /// Where the curve ends; 0 for one that has no such key.
  public var minimum: Double {
    switch curve {
    case .constant, .step, .exponential, .oneCycle: 0
    case .cosine(let minimum), .poly(power: _, let minimum): minimum
    case .plateau(let plateau): plateau.minimum
    case .warmRestarts(let restarts): restarts.minimum
    }
  }

  private static func curve(_ name: Name, _ keys: inout KeyReader) -> Curve {
    switch name {
    case .constant: .constant
    case .cosine: .cosine(minimum: minimum(&keys))
    case .poly:
      .poly(
        power: keys.read("power", default: 0.9, in: .above(0), "The exponent of what is left of training."),
        minimum: minimum(&keys))
    case .step: .step(Drops(&keys), factor: factor(&keys, default: 0.1))
    case .exponential: .exponential(factor: factor(&keys, default: 0.95))
    case .oneCycle: .oneCycle(OneCycle(&keys))
    case .plateau: .plateau(Plateau(&keys))
    case .warmRestarts: .warmRestarts(WarmRestarts(&keys))
    }
  }

  /// The keys of two alternatives with the same meaning are declared here, once.
  static func minimum(_ keys: inout KeyReader) -> Double {
    keys.read("min_learning_rate", default: 0, in: .from(0, below: 1), "The lowest learning rate.")
  }

  static func factor(_ keys: inout KeyReader, default standard: Double) -> Double {
    keys.read(
      "factor", default: standard, in: .above(0, below: 1), "What a fall multiplies the learning rate by.")
  }

  private static func clock(_ keys: inout KeyReader, default standard: Clock) -> Clock {
    keys.read("by", default: standard, "Whether the curve moves on at each step or at each epoch.")
  }

  private func checkWarmup(_ keys: KeyReader) {
    switch curve {
    case .oneCycle:
      keys.check(
        "warmup_epochs", "name", that: warmupEpochs == 0,
        else: "'one_cycle' has a warm-up of its own, so that 'warmup_epochs' must be 0",
        notes: ["'pct_start' is the share of training in which the learning rate rises"])
    case .step(.every(let epochs), factor: _):
      checkFirstDrop(after: epochs, "every_epochs", keys)
    case .step(.at(let epochs), factor: _):
      checkFirstDrop(after: epochs.first ?? 0, "at_epochs", keys)
    default: break
    }
  }

  private func checkFirstDrop(after epoch: Int, _ key: String, _ keys: KeyReader) {
    keys.check(
      key, "warmup_epochs", that: Double(epoch) >= warmupEpochs,
      else: "the first drop of '\(key)', after epoch \(epoch), lies within the warm-up",
      notes: ["let it be at least 'warmup_epochs', which is \(warmupEpochs)"])
  }
}
