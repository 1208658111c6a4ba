/// What becomes of several images.
public enum Pooling: CaseIterable, Sendable {
  /// Their counts are summed, and the score is taken once: large objects and large images weigh more.
  case dataset
  /// Each image has a score of its own, and the mean over the images that have one is taken: every image weighs the same.
  case perImage

  /// What a name of such a score ends with.
  var suffix: String { self == .dataset ? "" : "_per_image" }
}
