import Experiment
import Images

/// The bridge from a config to images: the only place that knows both vocabularies.
extension ExperimentConfig {
  /// Which mask values mean which class.
  var classMap: ClassMap {
    ClassMap(
      classes: data.classes.map { (name: $0.name, values: $0.values.map(\.image)) },
      background: data.background.map(\.image), ignore: data.ignore.map(\.image))
  }
}

extension Experiment.MaskValue {
  fileprivate var image: Images.MaskValue {
    switch self {
    case .grey(let value): .grey(value)
    case .color(let red, let green, let blue): .color(red: Int(red), green: Int(green), blue: Int(blue))
    }
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
