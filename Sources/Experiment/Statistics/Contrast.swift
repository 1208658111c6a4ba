/// Which of some configurations is better, and by how much.
public struct Contrast: Equatable, Sendable {
  /// What each configuration is held against.
  public enum Reference: Equatable, Sendable {
    /// The table at that position, which was named before anybody saw the scores.
    case baseline(Int)
    /// The one with the best mean.
    case best(higherIsBetter: Bool)
  }

  /// The mean of each configuration, each with a range of its own: 95 % for it alone.
  public let intervals: [Interval]
  /// All configurations but the reference, in order, less the reference.
  public let differences: [Difference]
  /// How many differences were guarded against chance.
  public let family: Family
  /// Whether configurations vary too differently to share one variance, so that each difference has its own (Welch).
  public let variancesDiffer: Bool

  /// Compares configurations.
  ///
  /// - Parameters:
  ///   - tables: The scores of each configuration on the same images in the same order. Where they differ in the number of images, all are compared
  ///     without images.
  ///   - reference: What they are held against. There are no differences from a baseline that is not there.
  ///   - worthwhile: The difference that `moreSeeds` is about, above 0, in the unit of the score.
  public init(_ tables: [ScoreTable], reference: Reference, worthwhile: Double = 0.01) {
    intervals = tables.map { Interval(mean: $0.mean) }
    differences = []
    family = .single
    variancesDiffer = false
  }
}

extension Interval {
  /// The mean of a configuration with its own range of 95 %.
  public init(_ table: ScoreTable) { self.init(mean: table.mean) }
}
