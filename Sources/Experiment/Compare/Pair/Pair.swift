/// The report on two runs or configurations. A difference is always the second less the first.
public struct Pair: Codable, Equatable, Sendable {
  /// One of the two.
  public struct Side: Codable, Equatable, Sendable {
    /// How it is called.
    public let label: String
    /// How many runs it has.
    public let runs: Int
    /// The scores over the epochs; absent where there is none yet.
    public let curves: Comparison.Curves?
  }

  /// Something that the two have differently.
  public struct Change: Codable, Equatable, Sendable {
    /// The dotted path, or what differs in words.
    public let key: String
    /// What each has; absent where it has no such key.
    public let first, second: String?
  }

  /// A score of both.
  public struct Score: Codable, Equatable, Sendable {
    /// The image's or the class's name.
    public let id: String
    /// The mean over the runs of each, and the second less the first; absent where it is 0/0.
    public let first, second, difference: Double?
    /// The range of the difference of a class, 95 % for it alone; absent for images.
    public let interval: Interval?
  }

  /// The two, in the order in which they were named.
  public let sides: [Side]
  /// The keys of the resolved configs that differ, by path; `auto` stays `auto`. Of several runs, the first one's, without seed and fold.
  public let config: [Change]
  /// What else their numbers depend on that differs, of the first run of each.
  public let environment: [Change]
  /// What `classes` has: the score of the metric, or IoU where the metric has none by class.
  public let classScore: ClassScore
  /// The classes, in channel order.
  public let classes: [Score]
  /// What `images` has: the metric of each image by itself, or the mean IoU where it has none by image.
  public let imageScore: Metric
  /// The images that both scored, matched by content, those that differ most first; at most `mostImages`.
  public let images: [Score]
  /// How many images both scored.
  public let commonImages: Int
  /// How many images only one of the two scored.
  public let otherImages: Int
  /// The second less the first in the metric that is compared; absent where the comparison has none.
  public let difference: Interval?
  /// What could not be read or compared.
  public let notes: [String]

  /// The most images that are listed.
  public static let mostImages = 100

  private enum CodingKeys: String, CodingKey {
    case sides, config, environment, classes, images, difference, notes
    case classScore = "class_score"
    case imageScore = "image_score"
    case commonImages = "common_images"
    case otherImages = "other_images"
  }
}
