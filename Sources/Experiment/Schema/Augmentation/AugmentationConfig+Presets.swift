public import Config

extension AugmentationConfig {
  /// A set of defaults.
  public enum Preset: String, ConfigChoice {
    /// Nothing changes.
    case none
    /// Mirrors left and right, and varies the light.
    case light
    /// Light, and turns and scales a little.
    case standard
    /// Much of everything that suits photographs and micrographs alike.
    case heavy
    /// What nnU-Net 2.8 does in two dimensions.
    case nnunet
    /// What the paper of the U-Net names.
    case ronneberger2015 = "ronneberger-2015"
  }

  mutating func setLight() {
    horizontalFlip.probability = 0.5
    brightness.probability = 0.5
    contrast.probability = 0.5
  }

  mutating func setStandard() {
    setLight()
    rotation.probability = 0.5
    scale.probability = 0.5
  }

  mutating func setHeavy() {
    horizontalFlip.probability = 0.5
    rotation = Angle(probability: 0.5, degrees: 30)
    scale = Factor(probability: 0.5, range: 0.6...1.6)
    shear.probability = 0.3
    perspective.probability = 0.2
    smoothElastic.probability = 0.3
    lowResolution.probability = 0.2
    blur = Factor(probability: 0.2, range: 0.5...1.5)
    brightness = Factor(probability: 0.5, range: 0.7...1.3)
    contrast = Factor(probability: 0.5, range: 0.7...1.3)
    gamma.probability = 0.3
    saturation = Factor(probability: 0.3, range: 0.6...1.4)
    hue.probability = 0.3
    gaussianNoise.probability = 0.2
    jpeg.probability = 0.1
    cutout.probability = 0.2
  }

  /// nnU-Net's own numbers; its noise has a variance of 0 to 0.1, of which this is the root.
  mutating func setNNUNet() {
    horizontalFlip.probability = 0.5
    verticalFlip.probability = 0.5
    rotation = Angle(probability: 0.2, degrees: 180)
    scale = Factor(probability: 0.2, range: 0.7...1.4)
    lowResolution = Factor(probability: 0.25, range: 0.5...1)
    blur = Factor(probability: 0.2, range: 0.5...1)
    brightness = Factor(probability: 0.15, range: 0.75...1.25)
    contrast = Factor(probability: 0.15, range: 0.75...1.25)
    gamma = Factor(probability: 0.3, range: 0.7...1.5)
    invertedGamma = Factor(probability: 0.1, range: 0.7...1.5)
    gaussianNoise = Factor(probability: 0.1, range: 0...0.316)
  }

  /// The paper names shifts, rotations, deformations and grey values, and gives numbers for the deformation alone.
  mutating func setRonneberger2015() {
    rotation = Angle(probability: 0.5, degrees: 180)
    elastic = Elastic(probability: 1, grid: 3, displacement: 10)
    brightness = Factor(probability: 0.5, range: 0.8...1.2)
    contrast = Factor(probability: 0.5, range: 0.8...1.2)
  }
}
