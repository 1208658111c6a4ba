/// The augmentations, by the names that configs and documents give them.
public enum AugmentationName: String, CaseIterable, Sendable {
  case horizontalFlip = "horizontal_flip"
  case verticalFlip = "vertical_flip"
  case quarterTurns = "quarter_turns"
  case rotation, scale
  case resizedCrop = "resized_crop"
  case translation, shear, perspective, elastic
  case smoothElastic = "smooth_elastic"
  case gridDistortion = "grid_distortion"
  case lowResolution = "low_resolution"
  case blur, sharpen, brightness, contrast, gamma
  case invertedGamma = "inverted_gamma"
  case saturation, hue
  case gaussianNoise = "gaussian_noise"
  case poissonNoise = "poisson_noise"
  case jpeg
  case channelDropout = "channel_dropout"
  case cutout, mixup, cutmix

  /// Whether it makes one sample out of two of a batch.
  public var mixes: Bool { self == .mixup || self == .cutmix }

  /// Where an augmentation says how often it happens.
  var probability: WritableKeyPath<Augmentation, Double> {
    switch self {
    case .horizontalFlip: \.geometry.horizontalFlip
    case .verticalFlip: \.geometry.verticalFlip
    case .quarterTurns: \.geometry.quarterTurns
    case .rotation: \.geometry.rotation.probability
    case .scale: \.geometry.scale.probability
    case .resizedCrop: \.geometry.resizedCrop.probability
    case .translation: \.geometry.translation.probability
    case .shear: \.geometry.shear.probability
    case .perspective: \.geometry.perspective.probability
    case .elastic: \.geometry.elastic.probability
    case .smoothElastic: \.geometry.smoothElastic.probability
    case .gridDistortion: \.geometry.gridDistortion.probability
    case .lowResolution: \.photometry.lowResolution.probability
    case .blur: \.photometry.blur.probability
    case .sharpen: \.photometry.sharpen.probability
    case .brightness: \.photometry.brightness.probability
    case .contrast: \.photometry.contrast.probability
    case .gamma: \.photometry.gamma.probability
    case .invertedGamma: \.photometry.invertedGamma.probability
    case .saturation: \.photometry.saturation.probability
    case .hue: \.photometry.hue.probability
    case .gaussianNoise: \.photometry.gaussianNoise.probability
    case .poissonNoise: \.photometry.poissonNoise.probability
    case .jpeg: \.photometry.jpeg.probability
    case .channelDropout: \.photometry.channelDropout
    case .cutout: \.photometry.cutout.probability
    case .mixup: \.mixing.mixup.probability
    case .cutmix: \.mixing.cutmix.probability
    }
  }
}

extension Augmentation {
  /// What happens with this augmentation only, to every sample or batch, as strongly as here.
  public func alone(_ name: AugmentationName) -> Augmentation {
    var result = never
    result[keyPath: name.probability] = 1
    return result
  }

  /// The same strengths, none of which ever happens: only the place of a crop varies.
  public var never: Augmentation {
    var result = self
    for name in AugmentationName.allCases { result[keyPath: name.probability] = 0 }
    return result
  }
}
