import Experiment
import Images

/// The bridge from a config to images: the only place that knows both vocabularies.
extension DataConfig {
  /// How the files of a sample become an image and a mask.
  var sampleReader: SampleReader {
    SampleReader(masks: masks.reader, channels: channelChoice, resize: resize?.imageSize)
  }
}

extension PixelSize {
  /// The same size as images have it.
  var imageSize: ImageSize { ImageSize(width: width, height: height) }
}

extension AugmentationConfig {
  /// The parameters from which samples are drawn.
  var images: Augmentation {
    var result = Augmentation()
    result.horizontalFlip = horizontalFlip.probability
    result.verticalFlip = verticalFlip.probability
    result.quarterTurns = quarterTurns.probability
    result.rotation = .init(probability: rotation.probability, degrees: rotation.degrees)
    result.scale = scale.images
    result.brightness = brightness.images
    result.contrast = contrast.images
    return result
  }
}

extension AugmentationConfig.Factor {
  fileprivate var images: Augmentation.Factor { .init(probability: probability, range: range) }
}
