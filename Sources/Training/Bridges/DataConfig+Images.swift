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
