/// How many pixels of one class were found, wrongly claimed and missed.
public struct ClassCounts: Equatable, Sendable {
  /// Pixels of the class that were predicted as such.
  public let truePositives: Int
  /// Pixels predicted as the class that are something else.
  public let falsePositives: Int
  /// Pixels of the class that were predicted as something else.
  public let falseNegatives: Int

  /// Makes the counts of one class.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }
}
