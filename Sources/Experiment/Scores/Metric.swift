/// A number by which a run is judged: it knows its name, its unit and which direction is better.
public enum Metric: String, CaseIterable, Codable, Sendable {
  /// Intersection over union from one confusion matrix over all validation pixels, averaged over the classes that have a score.
  case meanIoU = "mean_iou"
  /// Dice coefficient (F1) from that matrix, averaged likewise.
  case meanDice = "mean_dice"
  /// The share of valid pixels that are right.
  case pixelAccuracy = "pixel_accuracy"
  /// The mean over images of each image's own mean IoU.
  case meanIoUPerImage = "mean_iou_per_image"
  /// The validation loss.
  case loss

  /// What is better.
  public enum Direction: Sendable {
    case higher, lower
  }

  /// Which way it improves.
  public var direction: Direction { self == .loss ? .lower : .higher }

  /// How its value is to be read.
  public var unit: String { self == .loss ? "loss" : "0 to 1" }

  /// Whether a value is better than the best so far; an equal one is not, so that the earliest epoch is kept.
  public func isBetter(_ value: Double, than best: Double) -> Bool {
    direction == .higher ? value > best : value < best
  }
}
