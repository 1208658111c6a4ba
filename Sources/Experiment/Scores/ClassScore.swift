/// A score that each class has, in a table of its own: `"iou": {"membrane": 0.62}`.
public enum ClassScore: Hashable, Sendable {
  /// A score from pixel counts: `iou` over the data set, `iou_per_image` as the mean over images.
  case counts(CountScore, Pooling)
  /// A score of outlines, as the mean over images.
  case surface(SurfaceScore)

  /// Intersection over union over the data set.
  public static let iou = counts(.iou, .dataset)
  /// Dice coefficient over the data set.
  public static let dice = counts(.dice, .dataset)
}

extension ClassScore: CaseIterable {
  /// Those over the data set, those per image, those of outlines.
  public static let allCases: [ClassScore] =
    Pooling.allCases.flatMap { pooling in CountScore.allCases.map { .counts($0, pooling) } }
    + SurfaceScore.allCases.map { .surface($0) }
}

extension ClassScore: RawRepresentable, Codable, CodingKeyRepresentable {
  /// The name in JSON.
  public var rawValue: String {
    switch self {
    case .counts(let score, let pooling): score.rawValue + pooling.suffix
    case .surface(let score): score.rawValue
    }
  }

  /// The score of a name.
  public init?(rawValue: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = found
  }
}
