import Config

extension AugmentationConfig {
  /// A change that happens or not.
  public struct Chance: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public let probability: Double

    static func read(_ name: String, _ probability: Double, _ summary: String, _ keys: inout KeyReader)
      -> Chance
    {
      keys.mapping(name, shorthand: "probability", "\(summary)") { keys in
        Chance(probability: keys.probability(default: probability))
      }
    }
  }

  /// A turn by an angle that is uniform between −degrees and +degrees.
  public struct Rotation: Equatable, Sendable {
    /// How probable it is that a sample is turned, 0 to 1.
    public let probability: Double
    /// The largest angle, 0 to 180.
    public let degrees: Double

    static func read(_ name: String, _ probability: Double, _ summary: String, _ keys: inout KeyReader)
      -> Rotation
    {
      keys.mapping(name, shorthand: "probability", "\(summary)") { keys in
        Rotation(
          probability: keys.probability(default: probability),
          degrees: keys.read("degrees", default: 15, in: .from(0, to: 180), "Largest angle, to either side."))
      }
    }
  }

  /// A multiplication by a random factor.
  public struct Factor: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public let probability: Double
    /// The factors from which one is drawn.
    public let range: ClosedRange<Double>

    static func read(
      _ name: String, _ probability: Double, standard: ClosedRange<Double>,
      within limits: ClosedRange<Double>,
      _ summary: String, _ keys: inout KeyReader
    ) -> Factor {
      keys.mapping(name, shorthand: "probability", "\(summary)") { keys in
        Factor(
          probability: keys.probability(default: probability),
          range: keys.range(default: standard, within: limits, "Smallest and largest factor."))
      }
    }
  }
}

extension KeyReader {
  /// Reads the probability of a change; one that is given without it happens half of the time.
  fileprivate mutating func probability(default standard: Double) -> Double {
    read(
      "probability", default: isGiven && standard == 0 ? 0.5 : standard, in: .from(0, to: 1),
      "Probability that a sample is changed; a mapping without it has 0.5.")
  }

  /// Reads `[low, high]`.
  fileprivate mutating func range(
    default standard: ClosedRange<Double>, within limits: ClosedRange<Double>, _ summary: String
  ) -> ClosedRange<Double> {
    let number = Double.format(in: .from(limits.lowerBound, to: limits.upperBound))
    let pair = read(
      "range", default: [standard.lowerBound, standard.upperBound], as: .list(of: number, counts: 2...2),
      summary)
    check(
      "range", that: pair[0] <= pair[1],
      else: "'range' must be [low, high], and \(pair[0]) is above \(pair[1])")
    return pair[0] <= pair[1] ? pair[0]...pair[1] : standard
  }
}
