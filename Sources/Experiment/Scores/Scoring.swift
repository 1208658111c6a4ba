/// Turns counts into scores, the same way for one image, a whole validation, and a report made years later.
///
/// K classes have a K×K matrix. One class has a 2×2 matrix, background first, and only the class itself is scored.
public struct Scoring: Sendable {
  /// The names of the classes, in channel order.
  public let classes: [String]

  /// The scoring of these classes.
  public init(classes: [String]) { self.classes = classes }

  /// The side of the confusion matrix.
  public var side: Int { max(classes.count, 2) }

  /// The rows of the matrix that are scored: all, or for one class the one that is not background.
  private var labels: Range<Int> { side - classes.count..<side }

  /// The counts of each class, in channel order.
  public func counts(in matrix: ConfusionMatrix) -> [ClassCounts] { labels.map(matrix.counts(of:)) }

  /// A score of each class, by name.
  public func values(of score: ClassScore, in matrix: ConfusionMatrix) -> [String: Double?] {
    let values = counts(in: matrix).map(score.value(of:))
    return Dictionary(zip(classes, values), uniquingKeysWith: { first, _ in first })
  }

  /// The mean of a score over the classes that have one; `nil` where none has.
  public func mean(of score: ClassScore, in matrix: ConfusionMatrix) -> Double? {
    Self.mean(counts(in: matrix).map(score.value(of:)))
  }

  /// The record of a validation from the matrix of each image.
  public func record(of images: [ConfusionMatrix], loss: LossRecord) -> ValidationRecord {
    let whole = images.reduce(into: ConfusionMatrix(side: side)) { $0 += $1 }
    let scores: [Metric: Double?] = [
      .meanIoU: mean(of: .iou, in: whole),
      .meanDice: mean(of: .dice, in: whole),
      .pixelAccuracy: whole.accuracy,
      .meanIoUPerImage: Self.mean(images.map { mean(of: .iou, in: $0) }),
    ]
    let classScores = ClassScore.allCases.map { ($0, values(of: $0, in: whole)) }
    return ValidationRecord(
      loss: loss, scores: scores, classScores: Dictionary(uniqueKeysWithValues: classScores))
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
