/// What the swept keys do to the score, and what a score costs.
public struct Effects: Codable, Equatable, Sendable {
  /// The effect of one key, averaged over the others; keys that always move together are one.
  public struct Main: Codable, Equatable, Sendable {
    /// A value of the key.
    public struct Level: Codable, Equatable, Sendable {
      /// The value.
      public let value: String
      /// The mean score over the values of the other keys, each counted the same, and its range of 95 % for it alone.
      public let interval: Interval
    }

    /// One value less another.
    public struct LevelDifference: Codable, Equatable, Sendable {
      /// The two values.
      public let first, second: String
      /// The score of the first less that of the second, over the same images; all ranges of the key hold together at 95 %.
      public let interval: Interval
      /// How often a key that does nothing would show as much between any two of its values, 0 to 1; absent where nothing is repeated.
      public let p: Double?
      /// Whether the range leaves out 0 and something is repeated.
      public let isDifferent: Bool

      private enum CodingKeys: String, CodingKey {
        case first, second, interval, p
        case isDifferent = "is_different"
      }

      /// The same the other way round.
      var reversed: LevelDifference {
        LevelDifference(
          first: second, second: first, interval: interval.negated, p: p, isDifferent: isDifferent)
      }
    }

    /// The dotted path; those of keys that move together, joined by " + ".
    public let key: String
    /// The values, numbers by size.
    public let levels: [Level]
    /// The best level less the worst one, allowing for the choice among all pairs; absent where it has no range.
    public let difference: Interval?
    /// The values of the best and the worst level.
    public let best, worst: String
    /// How often a key that does nothing would show as much, 0 to 1; that of its clearest difference, absent where nothing is repeated.
    public let p: Double?
    /// Each value less each later one.
    public let differences: [LevelDifference]

    /// The difference with the least p, the better value first; nil where nothing is repeated.
    func clearest(higherIsBetter: Bool) -> LevelDifference? {
      let known = differences.filter { $0.p != nil }
      return known.min { ($0.p ?? 1) < ($1.p ?? 1) }.map {
        ($0.interval.mean >= 0) == higherIsBetter ? $0 : $0.reversed
      }
    }
  }

  /// How the score goes with a key whose values are drawn, so that it has no levels.
  public struct Correlation: Codable, Equatable, Sendable {
    /// The dotted path.
    public let key: String
    /// Spearman's rank correlation of value and score, −1 to 1: whether the score rises or falls with the value, however bent.
    public let rho: Double
    /// The ends of its range of 95 %; absent for fewer than 4 configurations.
    public let low, high: Double?
    /// How often a key that does nothing would show as much, 0 to 1; for this key alone, absent for fewer than 3 configurations.
    public let p: Double?
    /// How many configurations it is from.
    public let configurations: Int
  }

  /// Whether the effect of one key depends on another.
  public struct Interaction: Codable, Equatable, Sendable {
    /// The mean of the configurations that have both values.
    public struct Cell: Codable, Equatable, Sendable {
      /// The value of each of the two keys.
      public let values: [String]
      /// The mean score over the values of the other keys, each counted the same.
      public let mean: Double
    }

    /// The two keys.
    public let keys: [String]
    /// Each value of the first with each of the second.
    public let cells: [Cell]
    /// How often keys whose effects add up would show as much, 0 to 1; for this pair alone, absent where nothing is repeated.
    public let p: Double?
  }

  /// How much of the differences between configurations one or two keys explain.
  public struct Importance: Codable, Equatable, Sendable {
    /// One key, for its main effect, or two, for what their main effects leave.
    public let keys: [String]
    /// Of the variance of the configurations' scores, less what chance alone would give it, 0 to 1.
    public let share: Double
  }

  /// The effect of each key with levels, in the order of the sweep.
  public let main: [Main]
  /// The others, in the order of the sweep; absent where all have levels.
  public let correlations: [Correlation]?
  /// Pairs of keys, as far as every combination of their values is there.
  public let interactions: [Interaction]
  /// The shares of the variance, the largest first; none where a combination is missing.
  public let importance: [Importance]
  /// The share of three and more keys together, 0 to 1; absent without `importance`.
  public let higherOrder: Double?
  /// What is left for chance, 0 to 1; absent without `importance`; all shares sum up to 1.
  public let noise: Double?
  /// The configurations that none beats in both score and cost.
  public let pareto: Pareto
  /// How the numbers were made, and what could not be.
  public let notes: [String]

  private enum CodingKeys: String, CodingKey {
    case main, correlations, interactions, importance, noise, pareto, notes
    case higherOrder = "higher_order"
  }

  /// A configuration with what effects are made of.
  public struct Observation: Sendable {
    /// Its id in the comparison.
    public let id: Int
    /// Its value of each swept key; one that lacks a key has its default.
    public let settings: [String: String]
    /// Its scores, on the same images as the others'.
    public let table: ScoreTable
    /// What it costs.
    public let cost: Comparison.Cost

    /// Makes an observation.
    public init(id: Int, settings: [String: String], table: ScoreTable, cost: Comparison.Cost) {
      self.id = id
      self.settings = settings
      self.table = table
      self.cost = cost
    }
  }

  /// Finds the effects.
  ///
  /// - Parameters:
  ///   - observations: the configurations that have a score.
  ///   - keys: the swept keys, in their order.
  public init(of observations: [Observation], keys: [Comparison.Key], higherIsBetter: Bool) {
    let aligned = Self.aligned(observations)
    pareto = Pareto(of: aligned, higherIsBetter: higherIsBetter)
    let design = EffectDesign(aligned, keys: keys)
    let model = EffectModel(design)
    var notes = design.notes
    main = design.factors.indices.compactMap { index in
      let effect = Main(of: index, model, higherIsBetter: higherIsBetter)
      if effect == nil { notes.append(design.refusal(of: index)) }
      return effect
    }
    correlations = design.correlations.isEmpty ? nil : design.correlations
    let pairs = design.factors.indices.flatMap { first in
      design.factors.indices.dropFirst(first + 1).map { (first, $0) }
    }
    interactions = pairs.compactMap { Interaction(of: $0.0, $0.1, model) }
    let shares = VarianceShares(design, pairs)
    importance = shares?.importance ?? []
    higherOrder = shares?.higherOrder
    noise = shares?.noise
    if shares == nil, let note = design.shareRefusal { notes.append(note) }
    self.notes = notes
  }

  /// Without images where not all have the same number.
  private static func aligned(_ observations: [Observation]) -> [Observation] {
    guard Set(observations.map(\.table.imageCount)).count > 1 else { return observations }
    return observations.map {
      Observation(id: $0.id, settings: $0.settings, table: $0.table.withoutImages, cost: $0.cost)
    }
  }
}
