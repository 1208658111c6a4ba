/// A score that each class has.
public enum ClassScore: String, CaseIterable, Codable, Sendable {
  /// Intersection over union, tp / (tp + fp + fn).
  case iou
  /// Dice coefficient, 2·tp / (2·tp + fp + fn).
  case dice

  /// The score of these counts, 0 to 1; `nil` for 0/0, which is a class that is neither there nor predicted.
  public func value(of counts: ClassCounts) -> Double? {
    let (truePositives, errors) = (
      Double(counts.truePositives), Double(counts.falsePositives + counts.falseNegatives)
    )
    let numerator = self == .iou ? truePositives : 2 * truePositives
    return numerator + errors == 0 ? nil : numerator / (numerator + errors)
  }
}
