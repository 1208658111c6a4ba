public import Config

/// What can be doubtful about the data of an experiment, by the names that `data.silence` takes.
public enum FindingName: String, ConfigChoice, Codable {
  /// An image stands in two of training, validation and test.
  case leak
  /// An image stands twice in one of them.
  case duplicate
  /// The same image has different masks.
  case contradiction
  /// A class has no pixel.
  case absentClass = "absent-class"
  /// A class has few pixels, or few images have it.
  case rareClass = "rare-class"
  /// All pixels of a mask are of one class.
  case oneClassMask = "one-class-mask"
  /// All pixels of an image are the same.
  case blankImage = "blank-image"
  /// Some images have 8 bits a value, others 16, or floating-point numbers.
  case mixedDepth = "mixed-depth"
  /// Images differ in size.
  case mixedSizes = "mixed-sizes"
  /// 16-bit images use a small part of their range.
  case unusedRange = "unused-range"
  /// 8-bit images use a small part of their range.
  case lowContrast = "low-contrast"
  /// Most of a mask counts for nothing.
  case ignoredMostly = "ignored-mostly"
  /// Few images validate.
  case smallValidation = "small-validation"
  /// Consecutive images that look alike stand on both sides of a random split.
  case similarNames = "similar-names"
  /// Files of different classes claim the same pixels.
  case overlap
  /// Most of the samples' pixels are in no image.
  case padding
  /// Samples that are zoomed out show more than the images have.
  case mirroredView = "mirrored-view"
}
