/// What PyTorch's `ReduceLROnPlateau` remembers: the learning rate falls where a score stops improving.
///
/// Without PyTorch's `eps`, which leaves alone a learning rate that would change by less than 1e-8.
public struct Plateau: Codable, Hashable, Sendable {
  /// When the learning rate falls, and by how much.
  public struct Rule: Hashable, Sendable {
    /// Which scores are better.
    public enum Goal: Hashable, Sendable {
      /// Such as of a loss.
      case lower
      /// Such as of an overlap.
      case higher
    }

    /// Which scores are better.
    public let goal: Goal
    /// What the learning rate is multiplied by, 0..<1.
    public let factor: Double
    /// How many scores in a row may be no better before it falls, at least 0.
    public let patience: Int
    /// By which share of the best a better score must be better, at least 0.
    public let threshold: Double
    /// After how many more scores the counting starts again once it fell, at least 0.
    public let cooldown: Int

    /// PyTorch's defaults, with the threshold relative to the best.
    public init(
      goal: Goal, factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4, cooldown: Int = 0
    ) {
      self.goal = goal
      self.factor = factor
      self.patience = patience
      self.threshold = threshold
      self.cooldown = cooldown
    }

    fileprivate func isBetter(_ value: Double, than best: Double) -> Bool {
      switch goal {
      case .lower: value < best * (1 - threshold)
      case .higher: value > best * (1 + threshold)
      }
    }
  }

  /// What the learning rate is multiplied by now, above 0 and at most 1.
  public private(set) var factor = 1.0
  /// The best score so far; `nil` before the first.
  public private(set) var best: Double?
  private var scoresWithoutGain = 0
  private var coolingLeft = 0

  /// Before the first score.
  public init() {}

  /// Takes in the score of a validation; one that is undefined is no better, as PyTorch's NaN.
  public mutating func observe(_ value: Double?, by rule: Rule) {
    if let value, !value.isNaN, best.map({ rule.isBetter(value, than: $0) }) ?? true {
      best = value
      scoresWithoutGain = 0
    } else {
      scoresWithoutGain += 1
    }
    if coolingLeft > 0 {
      coolingLeft -= 1
      scoresWithoutGain = 0
    }
    if scoresWithoutGain > rule.patience {
      factor *= rule.factor
      coolingLeft = rule.cooldown
      scoresWithoutGain = 0
    }
  }
}
