import Experiment
import Images
import NeuralNets
import Torch

/// Scores a network on the whole validation images, at the size of their masks.
struct Evaluator {
  /// What one evaluation gives.
  struct Result {
    /// The scores and the loss.
    let record: ValidationRecord
    /// The counts of each image, in the order of the split.
    let images: [PerImageRecord.Image]
    /// The predicted classes of the first few images, for pictures.
    let predictions: [ClassMask]
  }

  let data: TrainingData
  let inference: Inference
  let loss: SegmentationLoss
  let scoring: Scoring

  /// Evaluates all validation images; `nil` where a signal asked to stop.
  ///
  /// - Parameter pictures: how many predictions are kept.
  func evaluate(pictures: Int, progress: ProgressDisplay) throws -> Result? {
    var matrices: [ConfusionMatrix] = []
    var predictions: [ClassMask] = []
    let sums = try LossSums(loss, on: inference.compute.device)
    for (index, sample) in data.validation.enumerated() {
      if StopSignal.isRaised { return nil }
      progress.update("validation \(index + 1)/\(data.validation.count)")
      let truth = try data.mask(of: sample, on: inference.compute.device)
      let logits = try logits(of: sample, sizedAs: truth)
      if let value = try withoutGradient({ try loss(logits, truth) }) { try sums.add(value, samples: 1) }
      let prediction = try Inference.classes(of: logits)
      matrices.append(try matrix(truth, prediction))
      if index < pictures { predictions.append(try mask(prediction)) }
    }
    let images = try zip(data.validation, matrices).map { sample, matrix in
      try PerImageRecord.Image(
        id: sample.id, contentHash: data.contentHash(of: sample), matrix: matrix, scoring: scoring)
    }
    return Result(
      record: scoring.record(of: matrices, loss: try sums.read().mean), images: images,
      predictions: predictions)
  }

  /// Logits `[1, K, H, W]` at the size of the mask: where images are resized, predictions are resized back.
  private func logits(of sample: Sample, sizedAs mask: Tensor) throws -> Tensor {
    let logits = try inference.logits(of: data.image(of: sample, on: inference.compute.device))
    let (height, width) = (mask.shape[1], mask.shape[2])
    if logits.shape[2] == height && logits.shape[3] == width { return logits }
    return try logits.resizedBilinearly(height: height, width: width)
  }

  /// Counts `[1, H, W]` pairs of true and predicted class; ignored pixels fall into a last place that is cut off.
  private func matrix(_ truth: Tensor, _ prediction: Tensor) throws -> ConfusionMatrix {
    let places = scoring.side * scoring.side
    let ignored = try truth.isEqual(to: Scalar(Int(ClassMask.ignored)))
    let pairs = try (truth * Scalar(scoring.side) + prediction).filled(with: Scalar(places), where: ignored)
    let counts: [Int] = try pairs.reshaped([pairs.count]).binCount(minimumLength: places + 1).elements()
    return ConfusionMatrix(side: scoring.side, counts: Array(counts.prefix(places)))
      ?? ConfusionMatrix(side: scoring.side)
  }

  private func mask(_ prediction: Tensor) throws -> ClassMask {
    let size = ImageSize(width: prediction.shape[2], height: prediction.shape[1])
    guard let mask = ClassMask(size: size, indices: try prediction.converted(to: .uint8).elements()) else {
      throw TrainingFailure(.training, "the network's output has no pixels")
    }
    return mask
  }
}
