/// One thing that happens to the values of a sample's image, with its drawn numbers, as a device applies it.
///
/// A sample's changes are applied in the order of the cases.
public enum PhotometricChange: Hashable, Sendable {
  /// Keeps only this share of the rows and of the columns, above 0 and at most 1, and fills in the rest smoothly.
  case lowResolution(share: Double)
  /// Blurs by a Gaussian of this standard deviation, in pixels.
  case blur(sigma: Double)
  /// Adds this many times what a blur of a standard deviation of one pixel would take.
  case sharpen(amount: Double)
  /// Multiplies every value.
  case brightness(Double)
  /// Multiplies each value's distance from the mean of the sample.
  case contrast(Double)
  /// Takes the values between their least and their greatest to this power, above 0.
  case gamma(Double)
  /// Does the same to the inverted sample, so that it acts on bright values as `gamma` does on dark ones.
  case invertedGamma(Double)
  /// Multiplies the colours' distance from grey; of three channels only.
  case saturation(Double)
  /// Turns the colours by this angle; of three channels only.
  case hue(degrees: Double)
  /// Adds noise of this standard deviation, in units of what normalisation divides by; the seed says which.
  case gaussianNoise(deviation: Double, seed: UInt64)
  /// Makes of each value a count of photons, of which the value 1 is expected to have this many; the seed says which counts.
  case poissonNoise(photons: Double, seed: UInt64)
  /// Loses what a JPEG file of this quality, 1...100, loses; of one channel or three.
  case jpeg(quality: Int)
  /// Makes one of several channels its mean: the one at this share of their number, 0..<1.
  case channelDropout(share: Double)
  /// Empties rectangles of the sample, where masks may be ignored.
  case cutout([PixelRectangle], ignores: Bool)
}
