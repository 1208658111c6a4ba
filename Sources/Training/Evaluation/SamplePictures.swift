import Experiment
import Foundation
import Images

/// The folder `samples/`: image, truth and prediction of the first validation images, side by side.
struct SamplePictures {
  let data: TrainingData
  let colors: SampleColors
  let claimed: ClaimedFolder

  /// Images narrower than half of this are enlarged, so that nobody has to look for a magnifying glass.
  private static let comfortableWidth = 256

  /// A picture with its name.
  struct Picture {
    let name: String
    let png: Data
  }

  /// Draws the pictures of new predictions.
  func drawn(_ predictions: [ClassMask]) throws -> [Picture] {
    try zip(data.validation, predictions).map { sample, prediction in
      let picture = try data.picture(of: sample)
      let panel = SamplePanel(image: picture.image, colors: colors, size: picture.mask.size)
      let bytes = try panel.png(
        truth: picture.mask, prediction: prediction, enlargedBy: Self.enlargement(of: picture.mask.size))
      // An image in a sub-folder keeps its name in one piece.
      let name = sample.id.replacingOccurrences(of: "/", with: "-")
      return Picture(name: name, png: Data(bytes))
    }
  }

  /// Replaces the pictures in the folder.
  func write(_ pictures: [Picture]) throws {
    for picture in pictures {
      try claimed.write(picture.png, to: "\(claimed.folder.samples)/\(picture.name).png")
    }
  }

  /// What one picture takes at most: the three parts without compression.
  static func bytes(of size: ImageSize) -> Double {
    let factor = enlargement(of: size)
    return Double(9 * size.area * factor * factor)
  }

  private static func enlargement(of size: ImageSize) -> Int { max(1, comfortableWidth / size.width) }
}
