/// A score that is a quotient of pixel counts, 0 to 1, higher is better.
public enum CountScore: String, CaseIterable, Sendable {
  /// Intersection over union (Jaccard index), tp / (tp + fp + fn).
  case iou
  /// Dice coefficient (F1), 2·tp / (2·tp + fp + fn).
  case dice
  /// The share of the claimed pixels that are right, tp / (tp + fp).
  case precision
  /// The share of the true pixels that were found (sensitivity), tp / (tp + fn).
  case recall
  /// The share of the other pixels that were left alone, tn / (tn + fp).
  case specificity
  /// The share of all pixels that are right about this class, (tp + tn) / (tp + fp + fn + tn).
  case accuracy

  /// How it is computed from true and false positives and negatives.
  public var formula: String {
    switch self {
    case .iou: "tp / (tp + fp + fn)"
    case .dice: "2·tp / (2·tp + fp + fn)"
    case .precision: "tp / (tp + fp)"
    case .recall: "tp / (tp + fn)"
    case .specificity: "tn / (tn + fp)"
    case .accuracy: "(tp + tn) / (tp + fp + fn + tn)"
    }
  }

  /// For which class it is 0/0.
  public var undefined: String {
    switch self {
    case .iou, .dice: "neither there nor predicted"
    case .precision: "not predicted"
    case .recall: "not there"
    case .specificity: "every pixel's"
    case .accuracy: "no valid pixel"
    }
  }

  /// The score of these counts, 0 to 1; `nil` for 0/0.
  public func value(of counts: ClassCounts) -> Double? {
    let (tp, fp) = (counts.truePositives, counts.falsePositives)
    let (fn, tn) = (counts.falseNegatives, counts.trueNegatives)
    let (part, whole) =
      switch self {
      case .iou: (tp, tp + fp + fn)
      case .dice: (2 * tp, 2 * tp + fp + fn)
      case .precision: (tp, tp + fp)
      case .recall: (tp, tp + fn)
      case .specificity: (tn, tn + fp)
      case .accuracy: (tp + tn, tp + fp + fn + tn)
      }
    return whole == 0 ? nil : Double(part) / Double(whole)
  }
}
