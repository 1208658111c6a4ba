import Experiment
import Images

extension AugmentationConfig {
  /// The parameters from which samples are drawn.
  var images: Augmentation {
    var result = Augmentation()
    result.geometry = geometry
    result.photometry = photometry
    result.mixing.mixup = mixup.images
    result.mixing.cutmix = cutmix.images
    return result
  }

  private var geometry: Augmentation.Geometry {
    var result = Augmentation.Geometry()
    result.horizontalFlip = horizontalFlip.probability
    result.verticalFlip = verticalFlip.probability
    result.quarterTurns = quarterTurns.probability
    result.rotation = rotation.images
    result.scale = scale.images
    result.resizedCrop.probability = resizedCrop.probability
    result.resizedCrop.area = resizedCrop.area
    result.resizedCrop.aspect = resizedCrop.aspect
    result.translation = translation.images
    result.shear = shear.images
    result.perspective = perspective.images
    result.elastic.probability = elastic.probability
    result.elastic.grid = elastic.grid
    result.elastic.displacement = elastic.displacement
    result.smoothElastic.probability = smoothElastic.probability
    result.smoothElastic.smoothness = smoothElastic.smoothness
    result.smoothElastic.displacement = smoothElastic.displacement
    result.gridDistortion.probability = gridDistortion.probability
    result.gridDistortion.steps = gridDistortion.steps
    result.gridDistortion.limit = gridDistortion.limit
    return result
  }

  private var photometry: Augmentation.Photometry {
    var result = Augmentation.Photometry()
    result.lowResolution = lowResolution.images
    result.blur = blur.images
    result.sharpen = sharpen.images
    result.brightness = brightness.images
    result.contrast = contrast.images
    result.gamma = gamma.images
    result.invertedGamma = invertedGamma.images
    result.saturation = saturation.images
    result.hue = hue.images
    result.gaussianNoise = gaussianNoise.images
    result.poissonNoise = poissonNoise.images
    result.jpeg = jpeg.images
    result.channelDropout = channelDropout.probability
    result.cutout.probability = cutout.probability
    result.cutout.count = cutout.count
    result.cutout.size = cutout.size
    result.cutout.ignores = cutout.ignores
    return result
  }
}

extension AugmentationConfig.Mix {
  fileprivate var images: Augmentation.Mix { .init(probability: probability, alpha: alpha) }
}

extension AugmentationConfig.Factor {
  fileprivate var images: Augmentation.Factor { .init(probability: probability, range: range) }
}

extension AugmentationConfig.Angle {
  fileprivate var images: Augmentation.Reach { .init(probability: probability, most: degrees) }
}

extension AugmentationConfig.Share {
  fileprivate var images: Augmentation.Reach { .init(probability: probability, most: share) }
}
