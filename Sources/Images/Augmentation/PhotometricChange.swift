/// One thing that happens to the values of a sample's image, with its drawn numbers, as a device applies it.
///
/// A sample's changes are applied in the order of the cases.
public enum PhotometricChange: Hashable, Sendable {
  /// Multiplies every value.
  case brightness(Double)
  /// Multiplies each value's distance from the mean of the sample.
  case contrast(Double)
}
