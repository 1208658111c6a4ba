import Experiment
import Images
import NeuralNets
import Torch

/// Scores a network on whole images, those for validation or those for the test, at the size of their masks.
struct Evaluator {
  /// What one evaluation gives.
  struct Result {
    /// The scores and the loss.
    let record: ValidationRecord
    /// The counts of each image, in the order of the split.
    let images: [PerImageRecord.Image]
    /// The counts of all images together.
    let confusion: ConfusionMatrix
    /// The predicted classes of the first few images, for pictures.
    let predictions: [ClassMask]
  }

  let data: TrainingData
  let inference: TiledInference
  let loss: TrainingLoss
  let scoring: Scoring
  /// How far apart outlines may lie and still agree, in pixels; `nil` where scores of outlines are not asked for.
  let tolerance: Double?
  /// What the images are for, as the display says it.
  var purpose = "validation"

  /// Evaluates all images to score; `nil` where a signal asked to stop.
  ///
  /// - Parameter pictures: how many predictions are kept.
  func evaluate(pictures: Int, progress: ProgressDisplay) throws -> Result? {
    do {
      return try evaluateAll(pictures: pictures, progress: progress)
    } catch is StopSignal.Raised {
      return nil
    }
  }

  private func evaluateAll(pictures: Int, progress: ProgressDisplay) throws -> Result {
    var matrices: [ConfusionMatrix] = []
    var surfaces: [SurfaceValues] = []
    var predictions: [ClassMask] = []
    let sums = try LossSums(loss, on: inference.compute.device)
    for (index, sample) in data.validation.enumerated() {
      try StopSignal.check()
      progress.update("\(purpose) \(index + 1)/\(data.validation.count)")
      let truth = try data.mask(of: sample, on: inference.compute.device)
      let logits = try logits(of: sample, sizedAs: truth)
      if let value = try withoutGradient({ try loss(logits, truth) }) { try sums.add(value, samples: 1) }
      let prediction = try Inference.classes(of: logits)
      matrices.append(try ConfusionMatrix(truth, prediction, side: scoring.side))
      if index < pictures { predictions.append(try mask(prediction)) }
      if let tolerance {
        let mask = try index < pictures ? predictions[index] : mask(prediction)
        surfaces.append(try self.surfaces(of: sample, predictedAs: mask, tolerance: tolerance))
      }
    }
    return Result(
      record: scoring.record(of: matrices, surfaces: surfaces, loss: try sums.read().mean),
      images: try images(matrices, surfaces), confusion: scoring.sum(of: matrices), predictions: predictions)
  }

  /// What is recorded of each image.
  private func images(
    _ matrices: [ConfusionMatrix], _ surfaces: [SurfaceValues]
  ) throws -> [PerImageRecord.Image] {
    try data.validation.indices.map { index in
      let sample = data.validation[index]
      return try PerImageRecord.Image(
        id: sample.id, contentHash: data.contentHash(of: sample), matrix: matrices[index],
        surface: surfaces.isEmpty ? nil : surfaces[index], scoring: scoring)
    }
  }

  /// The scores of one image's outlines, which are compared on the CPU.
  private func surfaces(
    of sample: Sample, predictedAs prediction: ClassMask, tolerance: Double
  ) throws -> SurfaceValues {
    let classes = SurfaceAgreement.ofClasses(
      scoring.labels, prediction: prediction, truth: try data.fullMask(of: sample), tolerance: tolerance,
      threads: inference.compute.threads)
    return SurfaceValues(
      boundaryF1: classes.map { $0?.boundaryF1 }, surfaceDice: classes.map { $0?.surfaceDice },
      hausdorff95: classes.map { $0?.hausdorff95 })
  }

  /// Logits `[1, K, H, W]` at the size of the mask: where images are resized, predictions are resized back.
  private func logits(of sample: Sample, sizedAs mask: Tensor) throws -> Tensor {
    let logits = try inference.logits(of: data.image(of: sample, on: inference.compute.device))
    let (height, width) = (mask.shape[1], mask.shape[2])
    if logits.shape[2] == height && logits.shape[3] == width { return logits }
    return try logits.resizedBilinearly(height: height, width: width)
  }

  private func mask(_ prediction: Tensor) throws -> ClassMask {
    let size = ImageSize(width: prediction.shape[2], height: prediction.shape[1])
    guard let mask = ClassMask(size: size, indices: try prediction.converted(to: .uint8).elements()) else {
      throw TrainingFailure(.training, "the network's output has no pixels")
    }
    return mask
  }
}

extension ConfusionMatrix {
  /// Counts the pairs of true and predicted class of `[N, H, W]` of int64 on their device; ignored pixels fall into a last place that is
  /// cut off.
  init(_ truth: Tensor, _ prediction: Tensor, side: Int) throws {
    let places = side * side
    let ignored = try truth.isEqual(to: Scalar(Int(ClassMask.ignored)))
    let pairs = try (truth * Scalar(side) + prediction).filled(with: Scalar(places), where: ignored)
    let counts: [Int] = try pairs.reshaped([pairs.count]).binCount(minimumLength: places + 1).elements()
    self = ConfusionMatrix(side: side, counts: Array(counts.prefix(places))) ?? ConfusionMatrix(side: side)
  }
}
