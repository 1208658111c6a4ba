import Config

extension AugmentationConfig {
  /// A change that happens or not.
  public struct Chance: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0

    static func read(_ name: String, _ standard: Chance, _ summary: String, _ keys: inout KeyReader)
      -> Chance
    {
      keys.mapping(name, shorthand: "probability", summary) { keys in
        Chance(probability: keys.probability(default: standard.probability))
      }
    }
  }

  /// A change by an angle that is uniform between −degrees and +degrees.
  public struct Angle: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The largest angle, in degrees.
    public internal(set) var degrees: Double

    static func read(
      _ name: String, _ standard: Angle, in limits: Limits<Double>, _ summary: String,
      _ keys: inout KeyReader
    ) -> Angle {
      keys.mapping(name, shorthand: "probability", summary) { keys in
        Angle(
          probability: keys.probability(default: standard.probability),
          degrees: keys.read(
            "degrees", default: standard.degrees, in: limits, "Largest angle, to either side, in degrees."))
      }
    }
  }

  /// A change by a share of the sample's size.
  public struct Share: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The largest share, 0 to 1.
    public internal(set) var share: Double

    static func read(
      _ name: String, _ standard: Share, in limits: Limits<Double>, _ meaning: String, _ summary: String,
      _ keys: inout KeyReader
    ) -> Share {
      keys.mapping(name, shorthand: "probability", summary) { keys in
        Share(
          probability: keys.probability(default: standard.probability),
          share: keys.read("share", default: standard.share, in: limits, meaning))
      }
    }
  }

  /// A change by a number out of a range.
  public struct Factor: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The numbers from which one is drawn.
    public internal(set) var range: ClosedRange<Double>

    static func read(
      _ name: String, _ standard: Factor, in limits: ClosedRange<Double>, _ meaning: String,
      _ summary: String, _ keys: inout KeyReader
    ) -> Factor {
      keys.mapping(name, shorthand: "probability", summary) { keys in
        Factor(
          probability: keys.probability(default: standard.probability),
          range: keys.range("range", standard.range, in: limits, meaning))
      }
    }
  }
}

extension KeyReader {
  /// Reads the probability of a change; one that is given without it happens half of the time.
  mutating func probability(default standard: Double) -> Double {
    read(
      "probability", default: isGiven && standard == 0 ? 0.5 : standard, in: .from(0, to: 1),
      "Probability that a sample is changed; a mapping without it has the preset's, or 0.5 for 0.")
  }

  /// Reads `[low, high]`.
  mutating func range<Number: ConfigNumber>(
    _ name: String, _ standard: ClosedRange<Number>, in limits: ClosedRange<Number>, _ meaning: String
  ) -> ClosedRange<Number> {
    let number = Number.format(in: .from(limits.lowerBound, to: limits.upperBound))
    let pair = read(
      name, default: [standard.lowerBound, standard.upperBound], as: .list(of: number, counts: 2...2),
      meaning)
    check(
      name, that: pair[0] <= pair[1],
      else: "'\(name)' must be [low, high], and \(pair[0]) is above \(pair[1])")
    return pair[0] <= pair[1] ? pair[0]...pair[1] : standard
  }
}
