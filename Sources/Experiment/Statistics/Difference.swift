/// What a configuration scores more than the reference.
public struct Difference: Codable, Equatable, Sendable {
  /// The position of the configuration among the tables.
  public let index: Int
  /// The position of the reference among the tables.
  public let reference: Int
  /// The difference, and its range: all ranges of a family hold the true differences together in 95 of 100 repetitions.
  public let interval: Interval
  /// How often equal configurations would differ as much or more somewhere in the family, 0 to 1; absent where one of the two has a single seed.
  public let p: Double?
  /// Whether the range leaves out 0 and both have at least two seeds.
  public let isDifferent: Bool
  /// About how many more seeds of each configuration would bring half the range down to the difference that is worth while: 0 where it is there
  /// already; absent where the difference is shown, where no seeds are enough, or where one seed leaves nothing to reckon with.
  public let moreSeeds: Int?
  /// Whether the images alone leave half the range above the difference that is worth while, so that more images are needed, not more seeds.
  public let needsMoreImages: Bool

  init(
    index: Int, reference: Int, interval: Interval, p: Double? = nil, isDifferent: Bool = false,
    moreSeeds: Int? = nil, needsMoreImages: Bool = false
  ) {
    self.index = index
    self.reference = reference
    self.interval = interval
    self.p = p
    self.isDifferent = isDifferent
    self.moreSeeds = moreSeeds
    self.needsMoreImages = needsMoreImages
  }

  private enum CodingKeys: String, CodingKey {
    case index, reference, interval, p
    case isDifferent = "is_different"
    case moreSeeds = "more_seeds"
    case needsMoreImages = "needs_more_images"
  }
}

/// How the many differences of a report are kept from showing something by chance.
public enum Family: String, Codable, Sendable {
  /// Each configuration against a baseline that was named beforehand: Dunnett.
  case dunnett
  /// Likewise, where each difference has a variance of its own: Šidák (1967), because Dunnett's distribution has one for all.
  case sidak
  /// Each against the best: Tukey and Kramer, over all pairs, because choosing the best by the same data inflates anything less.
  case tukeyKramer = "tukey_kramer"
  /// Two configurations, or one: there is one difference at most.
  case single
}
