import Config

extension ScheduleConfig {
  /// The epochs of training after which the learning rate drops.
  public enum Drops: Equatable, Sendable {
    /// After each so many, at least 1.
    case every(Int)
    /// After these, ascending, each at least 1.
    case at([Int])

    init(_ keys: inout KeyReader) {
      let every = keys.optional(
        "every_epochs", in: .atLeast(1), "Epochs from one drop to the next; instead of `at_epochs`.")
      let at = keys.optional(
        "at_epochs", as: .list(of: Int.format(in: .atLeast(1)), counts: 1...Int.max),
        "Epochs of training after which the learning rate drops, ascending; instead of `every_epochs`.")
      keys.check(
        "at_epochs", "every_epochs", that: every == nil || at == nil,
        else: "'at_epochs' and 'every_epochs' exclude each other", notes: ["keep one of them"])
      keys.check(
        "name", "at_epochs", "every_epochs", that: every != nil || at != nil,
        else: "'name: step' needs 'every_epochs' or 'at_epochs'",
        notes: ["such as every_epochs: 30", "or at_epochs: [60, 90]"])
      let epochs = at ?? []
      keys.check(
        "at_epochs", that: zip(epochs, epochs.dropFirst()).allSatisfy(<),
        else: "'at_epochs' must be ascending, each epoch once",
        notes: ["write \(Set(epochs).sorted())"])
      self = at.map(Drops.at) ?? .every(every ?? 1)
    }
  }

  /// The 1cycle policy, as PyTorch's `OneCycleLR` with cosines and without cycles of the momentum.
  public struct OneCycle: Equatable, Sendable {
    /// The share of training in which the learning rate rises, 0 to below 1.
    public let pctStart: Double
    /// The learning rate as a multiple of that of the first step, at least 1.
    public let divFactor: Double
    /// The learning rate of the first step as a multiple of that of the last, at least 1.
    public let finalDivFactor: Double

    init(_ keys: inout KeyReader) {
      pctStart = keys.read(
        "pct_start", default: 0.3, in: .from(0, below: 1),
        "The share of training in which the learning rate rises.")
      divFactor = keys.read(
        "div_factor", default: 25, in: .atLeast(1),
        "`learning_rate`, which is the highest, as a multiple of the first.")
      finalDivFactor = keys.read(
        "final_div_factor", default: 1e4, in: .atLeast(1),
        "The first learning rate as a multiple of the last.")
    }
  }

  /// When the learning rate falls as `validation.metric` stops improving, as PyTorch's `ReduceLROnPlateau`.
  public struct Plateau: Equatable, Sendable {
    /// What a fall multiplies the learning rate by.
    public let factor: Double
    /// How many validations in a row may be no better, at least 0.
    public let patience: Int
    /// By which share of the best a better score must be better, 0 to below 1.
    public let threshold: Double
    /// How many validations after a fall do not count, at least 0.
    public let cooldown: Int
    /// The lowest learning rate.
    public let minimum: Double

    init(_ keys: inout KeyReader) {
      factor = ScheduleConfig.factor(&keys, default: 0.1)
      patience = keys.read(
        "patience", default: 10, in: .atLeast(0),
        "Validations in a row that may be no better by `validation.metric` before the learning rate falls.")
      threshold = keys.read(
        "threshold", default: 1e-4, in: .from(0, below: 1),
        "The share of the best score by which a better one must be better.")
      cooldown = keys.read(
        "cooldown", default: 0, in: .atLeast(0), "Validations after a fall that do not count.")
      minimum = ScheduleConfig.minimum(&keys)
    }
  }

  /// Cosines that start again at the learning rate, as PyTorch's `CosineAnnealingWarmRestarts`.
  public struct WarmRestarts: Equatable, Sendable {
    /// The length of the first in epochs, at least 1.
    public let periodEpochs: Int
    /// How many times as long each is as the one before, at least 1.
    public let multiplier: Int
    /// Where each ends.
    public let minimum: Double

    init(_ keys: inout KeyReader) {
      periodEpochs = keys.read(
        "period_epochs", default: 10, in: 1...1_000_000, "Epochs up to the first restart.")
      multiplier = keys.read(
        "multiplier", default: 1, in: 1...1000, "How many times as long each period is as the one before.")
      minimum = ScheduleConfig.minimum(&keys)
    }
  }
}
