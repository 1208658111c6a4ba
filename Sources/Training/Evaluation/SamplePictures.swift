import Experiment
import Foundation
import Images

/// The folder `samples/`: image, truth and prediction of the first validation images, side by side.
struct SamplePictures {
  let data: TrainingData
  let colors: SampleColors
  let folder: RunFolder

  /// Images narrower than half of this are enlarged, so that nobody has to look for a magnifying glass.
  private static let comfortableWidth = 256

  /// Replaces the pictures by those of new predictions.
  func write(_ predictions: [ClassMask]) throws {
    for (sample, prediction) in zip(data.validation, predictions) {
      let picture = try data.picture(of: sample)
      let panel = SamplePanel(image: picture.image, colors: colors, size: picture.mask.size)
      let bytes = try panel.png(
        truth: picture.mask, prediction: prediction,
        enlargedBy: max(1, Self.comfortableWidth / picture.mask.width))
      // An image in a sub-folder keeps its name in one piece.
      let name = sample.id.replacingOccurrences(of: "/", with: "-")
      try AtomicFile.write(Data(bytes), to: "\(folder.samples)/\(name).png")
    }
  }
}
