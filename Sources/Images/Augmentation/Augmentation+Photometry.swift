extension Augmentation {
  /// What becomes of an image's values, scaled to 0...1; masks stay as they are but for cut-outs that are to be ignored.
  ///
  /// What happens does so in the order of `PhotometricChange`.
  public struct Photometry: Hashable, Sendable {
    /// The share of the resolution that is left, above 0 and at most 1.
    public var lowResolution = Factor()
    /// The standard deviation of a Gaussian blur, in pixels.
    public var blur = Factor()
    /// How much of what a blur would take is added.
    public var sharpen = Factor()
    /// The factor of all values.
    public var brightness = Factor()
    /// The factor of the values' distance from their mean.
    public var contrast = Factor()
    /// The exponent of the values between their least and their greatest.
    public var gamma = Factor()
    /// The same of the inverted image.
    public var invertedGamma = Factor()
    /// The factor of the colours' distance from grey; of images of three channels.
    public var saturation = Factor()
    /// A turn of the colours, in degrees up to 180; of images of three channels.
    public var hue = Reach()
    /// The standard deviation of the noise, in those that normalisation divides by.
    public var gaussianNoise = Factor()
    /// The photons that the value 1 stands for.
    public var poissonNoise = Factor()
    /// The quality of a JPEG file, 1...100; of images of one channel or three.
    public var jpeg = Factor()
    /// How often one channel loses its content, 0...1; of images of several.
    public var channelDropout = 0.0
    /// Rectangles without content.
    public var cutout = Cutout()

    /// Makes a photometry that changes nothing.
    public init() {}
  }

  /// Rectangles without content (DeVries and Taylor 2017).
  public struct Cutout: Hashable, Sendable {
    /// How often, 0...1.
    public var probability = 0.0
    /// How many rectangles, at least 1.
    public var count = 1...1
    /// A rectangle's width and height, each as a share of the sample's, above 0 and at most 1.
    public var size = 0.25...0.25
    /// Whether masks are ignored there.
    public var ignores = false

    /// Makes a change that never happens.
    public init() {}
  }
}
