import Experiment
import Images

extension AugmentationConfig {
  /// The parameters from which samples are drawn.
  var images: Augmentation {
    var result = Augmentation()
    result.geometry.horizontalFlip = horizontalFlip.probability
    result.geometry.verticalFlip = verticalFlip.probability
    result.geometry.quarterTurns = quarterTurns.probability
    result.geometry.rotation = .init(probability: rotation.probability, most: rotation.degrees)
    result.geometry.scale = scale.images
    result.photometry.brightness = brightness.images
    result.photometry.contrast = contrast.images
    result.mixing.mixup = mixup.images
    result.mixing.cutmix = cutmix.images
    return result
  }
}

extension AugmentationConfig.Mix {
  fileprivate var images: Augmentation.Mix { .init(probability: probability, alpha: alpha) }
}

extension AugmentationConfig.Factor {
  fileprivate var images: Augmentation.Factor { .init(probability: probability, range: range) }
}
