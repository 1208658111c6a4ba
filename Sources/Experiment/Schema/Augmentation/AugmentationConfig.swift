public import Config

/// Random changes of the training images; each happens with its own probability.
///
/// What a property says here is what `preset: none` has; another preset and the keys of a config change it.
public struct AugmentationConfig: ConfigSection {
  /// Which defaults the keys below have.
  public private(set) var preset = Preset.none

  /// Mirrors left and right.
  public internal(set) var horizontalFlip = Chance()
  /// Mirrors top and bottom.
  public internal(set) var verticalFlip = Chance()
  /// Turns by 90, 180 or 270 degrees.
  public internal(set) var quarterTurns = Chance()
  /// Turns by a random angle.
  public internal(set) var rotation = Angle(degrees: 15)
  /// Makes larger or smaller.
  public internal(set) var scale = Factor(range: 0.8...1.25)
  /// Shows a part in place of the whole.
  public internal(set) var resizedCrop = ResizedCrop()
  /// Shifts along each axis, by a share of the sample's side.
  public internal(set) var translation = Share(share: 0.1)
  /// Slants along each axis.
  public internal(set) var shear = Angle(degrees: 10)
  /// Moves each corner, by a share of half of the sample's side.
  public internal(set) var perspective = Share(share: 0.2)
  /// Bends by displacements on a coarse grid.
  public internal(set) var elastic = Elastic()
  /// Bends by a smooth random field.
  public internal(set) var smoothElastic = SmoothElastic()
  /// Stretches and squeezes the cells of a grid.
  public internal(set) var gridDistortion = GridDistortion()

  /// Loses resolution; the range is the share that is left.
  public internal(set) var lowResolution = Factor(range: 0.5...1)
  /// Blurs; the range is the Gaussian's standard deviation in pixels.
  public internal(set) var blur = Factor(range: 0.5...1)
  /// Adds a multiple of what a blur would take.
  public internal(set) var sharpen = Factor(range: 0.2...1)
  /// Multiplies the values.
  public internal(set) var brightness = Factor(range: 0.8...1.2)
  /// Multiplies the values' distance from their mean.
  public internal(set) var contrast = Factor(range: 0.8...1.2)
  /// Raises the values to a power.
  public internal(set) var gamma = Factor(range: 0.7...1.5)
  /// Raises the inverted values to a power.
  public internal(set) var invertedGamma = Factor(range: 0.7...1.5)
  /// Multiplies the colours' distance from grey.
  public internal(set) var saturation = Factor(range: 0.7...1.3)
  /// Turns the colours.
  public internal(set) var hue = Angle(degrees: 15)
  /// Adds white noise; the range is its standard deviation in those that normalisation divides by.
  public internal(set) var gaussianNoise = Factor(range: 0...0.2)
  /// Counts photons; the range is how many the value 1 stands for.
  public internal(set) var poissonNoise = Factor(range: 50...500)
  /// Loses what a JPEG file loses; the range is its quality.
  public internal(set) var jpeg = Factor(range: 50...95)
  /// Takes the content of one channel.
  public internal(set) var channelDropout = Chance()
  /// Takes the content of rectangles.
  public internal(set) var cutout = Cutout()

  /// Adds another sample of the batch to each.
  public internal(set) var mixup = Mix(alpha: 0.2)
  /// Pastes a rectangle of another sample of the batch into each.
  public internal(set) var cutmix = Mix(alpha: 1)

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    self = keys.alternatives(by: "preset", default: Preset.none, "Which defaults the other keys have.") {
      var config = AugmentationConfig(preset: $0)
      config.readGeometry(&$1)
      config.readPhotometry(&$1)
      config.readMixing(&$1)
      return config
    }
  }

  /// What a preset is without a key of a config's own.
  init(preset: Preset) {
    self.preset = preset
    switch preset {
    case .none: break
    case .light: setLight()
    case .standard: setStandard()
    case .heavy: setHeavy()
    case .nnunet: setNNUNet()
    case .ronneberger2015: setRonneberger2015()
    }
  }

  /// What the preset is without the config's own keys.
  public var withoutKeys: AugmentationConfig { AugmentationConfig(preset: preset) }
}
