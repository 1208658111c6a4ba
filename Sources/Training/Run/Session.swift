import Config
import Diagnostics
import Experiment
import Images
import NeuralNets
import Torch

/// What trains and scores, put together once: the data, the network, the evaluation.
///
/// It writes nothing: what a run leaves goes through `RunOutput`.
struct Session {
  let config: ExperimentConfig
  let data: TrainingData
  let network: Network
  let evaluator: Evaluator
  /// The updates of an epoch, of `training.accumulation_steps` batches each.
  let stepsPerEpoch: Int
  let progress: ProgressDisplay
  /// The keys that differ from their default, with the content of a file of weights in place of its path.
  let differing: [String: String]
  /// What bits depend on beside them.
  let conditions: Conditions

  init(
    _ experiment: Loaded<ExperimentConfig>, _ data: TrainingData, _ compute: Compute,
    resuming saved: Checkpoint.Saved? = nil, progress: ProgressDisplay
  ) throws {
    config = experiment.config
    self.data = data
    self.progress = progress
    let weights = try PretrainedWeights(experiment, resuming: saved?.state.weights)
    if let warning = weights?.warning { progress.warn(Diagnostic(.warning, warning)) }
    differing = weights?.differing ?? experiment.differing
    stepsPerEpoch = EpochPlan(config, imageCount: data.training.count, epoch: 0).updateCount
    network = try Network(
      config, channels: data.channels, loss: TrainingLoss(config, data), stepsPerEpoch: stepsPerEpoch,
      compute: compute, weights: weights)
    evaluator = Self.evaluator(of: network.predictor, trainedAs: network, config, data)
    conditions = Conditions(
      compute, libtorch: LibTorch.loadedVersion, capability: LibTorch.processorCapability,
      instructions: Host.instructions, data)
  }

  /// What scores a network of the same loss on the images of `data.validation`.
  static func evaluator(
    of model: UNet, trainedAs network: Network, _ config: ExperimentConfig, _ data: TrainingData
  ) -> Evaluator {
    Evaluator(
      data: data,
      inference: TiledInference(
        inference: Inference(model: model, compute: network.compute),
        maxPixels: config.validation.maxPixels),
      loss: network.segmentationLoss, scoring: Scoring(classes: config.classNames),
      tolerance: config.validation.surface ? config.validation.tolerance : nil)
  }

  /// The weights of the classes by name, where they come from the training masks.
  var balancedWeights: [String: Double]? {
    guard case .balanced = config.loss.classWeights, let weights = network.segmentationLoss.classWeights
    else {
      return nil
    }
    return Dictionary(zip(config.data.classes.map(\.name), weights), uniquingKeysWith: { first, _ in first })
  }

  /// Whether a training in that state has nothing left to do.
  func isFinished(_ state: TrainingState) -> Bool {
    isTrained(state) && (data.test.isEmpty || state.test != nil)
  }

  /// Whether all epochs are done, or no further one helps.
  func isTrained(_ state: TrainingState) -> Bool {
    state.epochs >= config.training.epochs || config.earlyEnd(of: state.comparedHistory) != nil
  }

  /// The updates that a training in that state has done, were it the config's from the beginning.
  func plannedSteps(to state: TrainingState) -> Int {
    state.epochs * stepsPerEpoch + config.training.updates(in: state.batches)
  }

  /// The number of trainable parameters.
  var parameters: Int { network.store.parameterCount }

  /// The operations of one training image, forward; nil where it isn't known.
  var forwardFlops: Double? {
    NetworkCost.forwardFlops(of: network.model, size: data.samples.shape.size, compute: network.compute)
  }

  /// What determines the result, as one hash.
  ///
  /// - Parameter restarts: when the run went on inexactly.
  func identity(restarts: [RestartRecord]) throws -> String {
    try Identity.hash(differing: differing, dataFingerprint: data.fingerprint, restarts: restarts)
  }
}
