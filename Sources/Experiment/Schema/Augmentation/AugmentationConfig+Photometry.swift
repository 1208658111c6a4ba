import Config

extension AugmentationConfig {
  /// Rectangles without content.
  public struct Cutout: Equatable, Sendable {
    /// How probable it is that a sample is changed, 0 to 1.
    public internal(set) var probability = 0.0
    /// How many rectangles, at least 1.
    public internal(set) var count = 1...4
    /// A rectangle's width and height, each as a share of the sample's, above 0 and at most 1.
    public internal(set) var size = 0.05...0.25
    /// Whether the mask is ignored there.
    public internal(set) var ignores = false
  }

  /// Reads the keys of what changes the values of an image, in the order in which it happens.
  mutating func readPhotometry(_ keys: inout KeyReader) {
    readDetail(&keys)
    readLight(&keys)
    readNoise(&keys)
    channelDropout = .read(
      "channel_dropout", channelDropout,
      "Puts the mean of a channel in its place; needs several channels: a preset leaves one alone.", &keys)
    cutout = .read(cutout, &keys)
  }

  private mutating func readDetail(_ keys: inout KeyReader) {
    lowResolution = .read(
      "low_resolution", lowResolution, in: 0.01...1,
      "Smallest and largest share of the resolution that is left.",
      "Makes smaller, nearest, and as large again, cubic (nnU-Net's simulated low resolution).", &keys)
    blur = .read(
      "blur", blur, in: 0...20, "Smallest and largest standard deviation, in pixels.",
      "Blurs with a Gaussian.", &keys)
    sharpen = .read(
      "sharpen", sharpen, in: 0...10, "Smallest and largest multiple that is added.",
      "Adds what a Gaussian blur of 1 pixel would take (unsharp masking).", &keys)
  }

  private mutating func readLight(_ keys: inout KeyReader) {
    let factor = "Smallest and largest factor."
    let exponent = "Smallest and largest exponent."
    brightness = .read("brightness", brightness, in: 0...10, factor, "Multiplies the values.", &keys)
    contrast = .read(
      "contrast", contrast, in: 0...10, factor, "Multiplies the values' distance from the image's mean.",
      &keys)
    gamma = .read(
      "gamma", gamma, in: 0.1...10, exponent,
      "Raises the values, between their least and greatest, to a power; keeps mean and deviation (nnU-Net's gamma).",
      &keys)
    invertedGamma = .read(
      "inverted_gamma", invertedGamma, in: 0.1...10, exponent, "As `gamma`, of the inverted image.", &keys)
    saturation = .read(
      "saturation", saturation, in: 0...10, factor,
      "Multiplies the colours' distance from grey (torchvision's); needs 3 channels: a preset leaves others alone.",
      &keys)
    hue = .read(
      "hue", hue, in: .from(0, to: 180),
      "Turns the colours of the HSV wheel (torchvision's); needs 3 channels: a preset leaves others alone.",
      &keys)
  }

  private mutating func readNoise(_ keys: inout KeyReader) {
    gaussianNoise = .read(
      "gaussian_noise", gaussianNoise, in: 0...10,
      "Smallest and largest standard deviation, as a multiple of what normalisation divides by.",
      "Adds white noise.", &keys)
    poissonNoise = .read(
      "poisson_noise", poissonNoise, in: 1...1_000_000,
      "Fewest and most photons that the value 1 stands for.",
      "Counts photons: the fewer, the more noise.", &keys)
    jpeg = .read(
      "jpeg", jpeg, in: 1...100, "Lowest and highest quality.",
      "Loses what a JPEG file loses; needs 1 or 3 channels of 8 bits: a preset leaves others alone.", &keys)
  }
}

extension AugmentationConfig.Cutout {
  fileprivate static func read(_ standard: Self, _ keys: inout KeyReader) -> Self {
    keys.mapping(
      "cutout", shorthand: "probability",
      "Rectangles lose their content: they have what normalisation makes 0 (DeVries and Taylor 2017)."
    ) { keys in
      Self(
        probability: keys.probability(default: standard.probability),
        count: keys.range("count", standard.count, in: 1...100, "Fewest and most rectangles."),
        size: keys.range(
          "size", standard.size, in: 0.01...1,
          "Smallest and largest width and height, each as a share of the sample's."),
        ignores: keys.read("ignore", default: standard.ignores, "Whether the mask is ignored there."))
    }
  }
}
