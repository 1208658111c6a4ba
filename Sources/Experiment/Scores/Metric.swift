/// A number by which a run is judged: it knows its name, its unit and which direction is better.
public enum Metric: Hashable, Sendable {
  /// The score of each class, then the mean over the classes that have one: every class weighs the same.
  case macro(CountScore, Pooling)
  /// The counts of all classes summed, then one score: every pixel weighs the same.
  case micro(CountScore, Pooling)
  /// The share of valid pixels that are right.
  case pixelAccuracy
  /// A score of outlines: the mean over the classes of each image, then over images.
  case surface(SurfaceScore)
  /// The validation loss.
  case loss

  /// Intersection over union from one confusion matrix over all validation pixels, averaged over the classes that have a score.
  public static let meanIoU = macro(.iou, .dataset)
  /// Dice coefficient (F1) from that matrix, averaged likewise.
  public static let meanDice = macro(.dice, .dataset)
  /// The mean over images of each image's own mean IoU.
  public static let meanIoUPerImage = macro(.iou, .perImage)

  /// What is better.
  public enum Direction: Sendable {
    case higher, lower
  }

  /// Which way it improves.
  public var direction: Direction {
    switch self {
    case .loss, .surface(.hausdorff95): .lower
    default: .higher
    }
  }

  /// How its value is to be read.
  public var unit: String {
    switch self {
    case .loss: "loss"
    case .surface(.hausdorff95): "pixels"
    default: "0 to 1"
    }
  }

  /// How the pixels, classes and images become one number.
  public var reduction: String {
    switch self {
    case .macro(_, .dataset): "counts summed over images; mean over classes"
    case .macro(_, .perImage): "mean over the classes of each image; mean over images"
    case .micro(_, .dataset): "counts summed over images and classes"
    case .micro(_, .perImage): "counts summed over the classes of each image; mean over images"
    case .pixelAccuracy: "right pixels of all images / valid pixels of all images"
    case .surface: "mean over the classes of each image; mean over images"
    case .loss: "mean over images"
    }
  }

  /// Whether it is computed only with `validation.surface`.
  public var isSurface: Bool { if case .surface = self { true } else { false } }

  /// Whether a value is better than the best so far; an equal one is not, so that the earliest epoch is kept.
  public func isBetter(_ value: Double, than best: Double) -> Bool {
    direction == .higher ? value > best : value < best
  }
}

extension Metric: CaseIterable {
  /// Those over the data set, those per image, those of outlines, the loss.
  public static let allCases: [Metric] =
    CountScore.allCases.map { .macro($0, .dataset) } + [.pixelAccuracy]
    + CountScore.allCases.map { .micro($0, .dataset) }
    + CountScore.allCases.map { .macro($0, .perImage) }
    + CountScore.allCases.map { .micro($0, .perImage) }
    + SurfaceScore.allCases.map { .surface($0) } + [.loss]
}

extension Metric: RawRepresentable, Codable, CodingKeyRepresentable {
  /// The name in configs and in JSON.
  public var rawValue: String {
    switch self {
    case .macro(let score, let pooling): "mean_\(score.rawValue)\(pooling.suffix)"
    case .micro(let score, let pooling): "micro_\(score.rawValue)\(pooling.suffix)"
    case .pixelAccuracy: "pixel_accuracy"
    case .surface(let score): "mean_\(score.rawValue)"
    case .loss: "loss"
    }
  }

  /// The metric of a name.
  public init?(rawValue: String) {
    guard let found = Self.byName[rawValue] else { return nil }
    self = found
  }

  private static let byName = Dictionary(
    allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
}
