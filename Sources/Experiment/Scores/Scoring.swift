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

  /// What the rows and the columns of the confusion matrix stand for.
  public var rowNames: [String] { classes.count == 1 ? ["background"] + classes : classes }

  /// The class labels that are scored: all, or for one class the one that is not background.
  public var labels: Range<Int> { side - classes.count..<side }

  /// The counts of each class, in channel order.
  public func counts(in matrix: ConfusionMatrix) -> [ClassCounts] { Array(matrix.classCounts[labels]) }

  /// The sum of the images' matrices.
  public func sum(of images: [ConfusionMatrix]) -> ConfusionMatrix {
    images.reduce(into: ConfusionMatrix(side: side)) { $0 += $1 }
  }

  /// The record of a validation.
  ///
  /// - Parameters:
  ///   - images: the matrix of each image.
  ///   - surfaces: the surface scores of each image, or nothing where they were not asked for.
  public func record(
    of images: [ConfusionMatrix], surfaces: [SurfaceValues] = [], loss: LossRecord
  ) -> ValidationRecord {
    let whole = sum(of: images)
    let tallies: [Pooling: [[ClassCounts]]] = [
      .dataset: [counts(in: whole)], .perImage: images.map(counts(in:)),
    ]
    var scores: [Metric: Double?] = [.pixelAccuracy: whole.accuracy]
    var classScores: [ClassScore: [String: Double?]] = [:]
    for (pooling, tallies) in tallies {
      for score in CountScore.allCases {
        let values = tallies.map { $0.map(score.value(of:)) }
        let sums = tallies.map { score.value(of: $0.reduce(.zero, +)) }
        scores[.macro(score, pooling)] = Self.mean(values.map(Self.mean))
        scores[.micro(score, pooling)] = Self.mean(sums)
        classScores[.counts(score, pooling)] = table(values)
      }
    }
    for score in SurfaceScore.allCases where !surfaces.isEmpty {
      let values = surfaces.map { $0[score] }
      scores[.surface(score)] = Self.mean(values.map(Self.mean))
      classScores[.surface(score)] = table(values)
    }
    return ValidationRecord(loss: loss, scores: scores, classScores: classScores)
  }

  /// By class name, the mean over the images that have a value.
  private func table(_ images: [[Double?]]) -> [String: Double?] {
    let means = classes.indices.map { label in Self.mean(images.map { $0[label] }) }
    return Dictionary(zip(classes, means), uniquingKeysWith: { first, _ in first })
  }

  /// The mean of the values that are there; `nil` where none is.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
