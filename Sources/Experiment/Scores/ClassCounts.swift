/// How many valid pixels of one class were found, wrongly claimed, missed and rightly left alone.
public struct ClassCounts: Equatable, Sendable {
  /// Pixels of the class that were predicted as such.
  public let truePositives: Int
  /// Pixels predicted as the class that are something else.
  public let falsePositives: Int
  /// Pixels of the class that were predicted as something else.
  public let falseNegatives: Int
  /// Pixels of something else that were not predicted as the class.
  public let trueNegatives: Int

  /// Makes the counts of one class.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// No pixel.
  static let zero = ClassCounts(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0)

  /// The counts of two classes, or of one class in two images, together.
  static func + (a: ClassCounts, b: ClassCounts) -> ClassCounts {
    ClassCounts(
      truePositives: a.truePositives + b.truePositives, falsePositives: a.falsePositives + b.falsePositives,
      falseNegatives: a.falseNegatives + b.falseNegatives, trueNegatives: a.trueNegatives + b.trueNegatives)
  }
}
