/// What the swept keys do to the score, and what a score costs.
public struct Effects: Codable, Equatable, Sendable {
  /// The effect of one key, averaged over the others.
  public struct Main: Codable, Equatable, Sendable {
    /// A value of the key.
    public struct Level: Codable, Equatable, Sendable {
      public let value: String
      public let interval: Interval
    }
    public let key: String
    public let levels: [Level]
    /// The best level less the worst one.
    public let difference: Interval?
    public let p: Double?
  }

  /// Whether the effect of one key depends on another.
  public struct Interaction: Codable, Equatable, Sendable {
    /// The mean of the configurations that have both values.
    public struct Cell: Codable, Equatable, Sendable {
      public let values: [String]
      public let mean: Double
    }
    public let keys: [String]
    public let cells: [Cell]
    public let p: Double?
  }

  /// The share of the variance that some keys explain together.
  public struct Importance: Codable, Equatable, Sendable {
    public let keys: [String]
    public let share: Double
  }

  /// The ids of the configurations that none beats in both score and cost.
  public struct Pareto: Codable, Equatable, Sendable {
    public let parameters, seconds, flops: [Int]
  }

  public let main: [Main]
  public let interactions: [Interaction]
  public let importance: [Importance]
  public let pareto: Pareto
}
