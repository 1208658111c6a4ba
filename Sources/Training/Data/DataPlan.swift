import Diagnostics
import Experiment
import Foundation
import Images

/// Which files an experiment reads and what their headers say: all that can be known and checked without decoding a pixel.
struct DataPlan: Sendable {
  /// The samples to learn from, in the order of the data set.
  let training: [Sample]
  /// The samples to score.
  let validation: [Sample]
  /// The samples to score once.
  let test: [Sample]
  /// Values of one pixel, the same in all images.
  let channels: Int
  /// How many bytes all images and masks take when they are decoded: images and masks after `resize`, and masks as they are where that
  /// is another size.
  let decodedBytes: Int
  /// How many bytes a decoded pixel takes on average, its class included.
  let bytesPerPixel: Double
  /// Whether values of some image take more than a byte.
  let hasDeepImages: Bool
  /// The size of each training image, after `resize`.
  let trainingSizes: [ImageSize]
  /// The size of each validation image, after `resize`.
  let validationSizes: [ImageSize]
  /// The size of each test image, after `resize`.
  let testSizes: [ImageSize]
  /// What is cut out of the training images.
  let samples: SamplePlan

  /// Finds, pairs and divides the files, and reads their headers.
  ///
  /// - Parameter cache: decodes the masks where the split asks for their classes; `nil` for one that is thrown away.
  /// - Throws: `DiagnosticError` with all that is wrong.
  init(_ config: ExperimentConfig, decoding cache: DecodedCache? = nil) throws {
    try self.init(config, DataFiles(config, decoding: cache))
  }

  /// Says what an experiment makes of its files.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong.
  init(_ config: ExperimentConfig, _ files: DataFiles) throws {
    (training, validation, test) = (files.division.training, files.division.validation, files.division.test)
    let scan = files.scan
    channels = scan.channels
    hasDeepImages = scan.bytesPerValue.contains { $0 > 1 }
    let sizes = scan.sizes.map { config.data.resize?.imageSize ?? $0 }
    let pixels = sizes.reduce(0) { $0 + $1.area }
    let resizedPixels = zip(sizes, scan.sizes).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : $1.1.area) }
    let imageBytes = zip(sizes, scan.bytesPerValue).reduce(0) { $0 + $1.0.area * scan.channels * $1.1 }
    decodedBytes = imageBytes + pixels + resizedPixels
    bytesPerPixel = Double(imageBytes) / Double(max(1, pixels)) + 1
    trainingSizes = Array(sizes.prefix(training.count))
    validationSizes = Array(sizes.dropFirst(training.count).prefix(validation.count))
    testSizes = Array(sizes.suffix(test.count))
    samples = SamplePlan(config, channels: channels, sizes: trainingSizes)
    if let refusal = samples.refusal { throw DiagnosticError(refusal) }
    try checkChannels(config)
    try checkMixing(config)
  }
}
