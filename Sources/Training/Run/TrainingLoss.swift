import Diagnostics
import Experiment
import Images
import NeuralNets
import Torch

/// The loss of an experiment, with the maps that it needs of each target.
struct TrainingLoss {
  private let mix: SegmentationLoss
  private let borderWeights: BorderWeights?

  /// The loss that a config asks for, whose class weights may come from the training masks.
  ///
  /// - Throws: `DiagnosticError` where weights are to be balanced and a class has no pixel.
  init(_ config: ExperimentConfig, _ data: TrainingData) throws {
    self.init(
      config, classWeights: try config.classWeights(data.classFrequencies), isPadded: data.samples.isPadded)
  }

  /// A loss that costs what a config's does, without a look at its masks: where these balance the classes, the weights are 1.
  ///
  /// - Parameter isPadded: whether samples have pixels that are in no image.
  init(costing config: ExperimentConfig, isPadded: Bool = false) {
    self.init(
      config, classWeights: config.loss.classWeights.map { _ in config.data.classes.map { _ in 1.0 } },
      isPadded: isPadded)
  }

  private init(_ config: ExperimentConfig, classWeights: [Double]?, isPadded: Bool) {
    self.init(
      SegmentationLoss(
        config.loss.terms, classWeights: classWeights,
        ignoredIndex: config.ignoredIndex(isPadded: isPadded)),
      borderWeights: config.loss.borderMap)
  }

  /// A mix, of which `borderWeights` weighs cross entropy and binary cross entropy.
  init(_ mix: SegmentationLoss, borderWeights: BorderWeights? = nil) {
    self.mix = mix
    self.borderWeights = borderWeights
  }

  /// The names of the parts that it logs, in the order of `Value.components`.
  var componentNames: [String] { mix.terms.map(\.function.component.rawValue) }

  /// A weight for each class; nil for the same.
  var classWeights: [Double]? { mix.classWeights }

  /// What logits `[N, K, H, W]` cost for a target `[N, H, W]` of `int64`; nil where every pixel is ignored.
  func callAsFunction(_ logits: Tensor, _ target: Tensor) throws -> SegmentationLoss.Value? {
    try mix(logits, target, maps: maps(of: target, classes: logits.shape[1]))
  }

  /// What all outputs of a network cost, full resolution first and each half as large as the one before.
  func callAsFunction(_ outputs: [Tensor], _ target: Tensor) throws -> SegmentationLoss.Value? {
    let targets = try DeepSupervision.targets(target, for: outputs)
    return try DeepSupervision.combined(zip(outputs, targets).map { try self($0, $1) })
  }

  /// What all outputs of a network cost for a batch; where its images show two masks, the mean of what they cost for each, by their
  /// shares.
  func callAsFunction(_ outputs: [Tensor], of batch: Batch) throws -> SegmentationLoss.Value? {
    let value = try self(outputs, batch.masks)
    guard let other = batch.other else { return value }
    return try SegmentationLoss.Value.mixed(value, self(outputs, other.masks), share: 1 - other.share)
  }

  /// The maps are functions of the augmented target, so that they can't be made before; without a map, it stays on its device.
  private func maps(of target: Tensor, classes: Int) throws -> SegmentationLoss.Maps {
    let needsDistances = mix.terms.contains { $0.function == .boundary }
    guard borderWeights != nil || needsDistances else { return SegmentationLoss.Maps() }
    let (count, height, width) = (target.shape[0], target.shape[1], target.shape[2])
    let indices: [UInt8] = try target.elements()
    let area = height * width
    let masks = (0..<count).compactMap { number in
      ClassMask(
        size: ImageSize(width: width, height: height),
        indices: Array(indices[number * area..<(number + 1) * area]))
    }
    let border = try borderWeights.map { map in
      try Tensor(masks.flatMap { map($0) }, shape: [count, height, width], on: target.device)
    }
    guard needsDistances else { return SegmentationLoss.Maps(borderWeights: border) }
    let distances = try Tensor(
      masks.flatMap { SignedDistances.of($0, classes: classes) }, shape: [count, classes, height, width],
      on: target.device)
    return SegmentationLoss.Maps(borderWeights: border, signedDistances: distances)
  }
}

extension ExperimentConfig {
  /// The index of pixels that count for nothing; nil where there are none, which is faster.
  fileprivate func ignoredIndex(isPadded: Bool) -> Int? {
    let cutsOut = augmentation.cutout.probability > 0 && augmentation.cutout.ignores
    return data.ignore.isEmpty && !isPadded && !cutsOut ? nil : Int(ClassMask.ignored)
  }

  /// A weight for each class, in order; nil for the same.
  ///
  /// - Throws: `DiagnosticError` where weights are to be balanced and a class has no pixel.
  func classWeights(_ frequencies: @autoclosure () throws -> ClassFrequencies) throws -> [Double]? {
    guard let given = loss.classWeights else { return nil }
    let weights = try given.values(for: data.classes, frequencies())
    let absent = zip(data.classes, weights).filter { $0.1 == nil }.map { "'\($0.0.name)'" }
    guard absent.isEmpty else {
      throw DiagnosticError([
        Diagnostic(
          "'loss.class_weights' balances the classes, and no training mask has a pixel of "
            + absent.joined(separator: " or "),
          notes: ["give the weights by name, or take the class out of 'data.classes'"])
      ])
    }
    return weights.compactMap(\.self)
  }
}
