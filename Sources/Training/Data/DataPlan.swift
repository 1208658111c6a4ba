import Config
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
  /// Values of one pixel, the same in all images.
  let channels: Int
  /// The size of each training image, after `resize`.
  let trainingSizes: [ImageSize]
  /// The size of each validation image, after `resize`.
  let validationSizes: [ImageSize]

  /// Finds, pairs and divides the files, and reads their headers.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong.
  init(_ config: ExperimentConfig) throws {
    let data = config.data
    let found = try FolderDataset.pair(
      images: data.images.string, masks: data.masks.string, maskName: data.maskName)
    let division = try Self.divide(found, data)
    training = division.training
    validation = division.validation
    let scan = try DatasetScan(training + validation, threads: ProcessInfo.processInfo.activeProcessorCount)
    channels = scan.channels
    let sizes = scan.sizes.map { data.resize?.imageSize ?? $0 }
    trainingSizes = Array(sizes.prefix(training.count))
    validationSizes = Array(sizes.dropFirst(training.count))
    try check(config)
  }

  private static func divide(_ found: [Sample], _ data: DataConfig) throws -> (
    training: [Sample], validation: [Sample]
  ) {
    func sides(_ split: Split) throws -> (training: [Sample], validation: [Sample]) {
      let division = try split.divide(found)
      return (division.training, division.validation)
    }
    switch data.validation {
    case .range(let first, let last): return try sides(.range(first: first, last: last))
    case .fraction(let part, let seed):
      return try sides(.fraction(part, seed: UInt64(seed)))
    case .list(let path): return try sides(.list(path: path.string))
    case .folders(let images, let masks):
      let others = try FolderDataset.pair(images: images.string, masks: masks.string, maskName: data.maskName)
      return (found, others)
    }
  }

  /// What a config can't know before it meets its images.
  private func check(_ config: ExperimentConfig) throws {
    let problems = [cropProblem(config), depthProblem(config)].compactMap { $0 }
    guard problems.isEmpty else { throw DiagnosticError(problems) }
  }

  /// Samples of one size have to come out of every image.
  private func cropProblem(_ config: ExperimentConfig) -> Diagnostic? {
    guard let crop = config.data.crop?.imageSize else { return mixedSizes() }
    let small = trainingSizes.indices.filter {
      trainingSizes[$0].width < crop.width || trainingSizes[$0].height < crop.height
    }
    guard let first = small.first else { return nil }
    return Diagnostic(
      "'data.crop' of \(crop) does not fit into \(small.count) of \(training.count) training images, "
        + "such as \(training[first].imagePath) of \(trainingSizes[first])",
      notes: ["choose a smaller crop, or data.resize"])
  }

  private func mixedSizes() -> Diagnostic? {
    guard let first = trainingSizes.first, let other = trainingSizes.firstIndex(where: { $0 != first }) else {
      return nil
    }
    return Diagnostic(
      "training images differ in size: \(training[0].imagePath) is \(first), "
        + "\(training[other].imagePath) is \(trainingSizes[other])",
      notes: ["a batch holds images of one size: choose data.crop or data.resize"])
  }

  private func depthProblem(_ config: ExperimentConfig) -> Diagnostic? {
    guard config.data.crop == nil, let size = trainingSizes.first else { return nil }
    let sample = PixelSize(height: size.height, width: size.width)
    guard !config.model.fits(sample) else { return nil }
    guard config.model.padding == .same else {
      return Diagnostic(
        "images of \(sample) do not suit 'model.padding: valid' at depth \(config.model.depth)",
        notes: config.model.validSizeNotes(sample) + ["choose data.crop or data.resize"])
    }
    let advice =
      config.model.deepest(for: sample).map { "choose model.depth=\($0)" } ?? "choose larger images"
    return Diagnostic(
      "'model.depth' \(config.model.depth) needs images of at least \(config.model.smallestSide) pixels a side, "
        + "and they are \(size)",
      notes: ["\(advice) or a larger data.resize"])
  }
}
