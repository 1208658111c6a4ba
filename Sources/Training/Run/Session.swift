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
  private let conditions: Conditions

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
      libtorch: LibTorch.loadedVersion, capability: LibTorch.processorCapability, device: "\(compute.device)",
      precision: compute.precision, threads: compute.threads, data: data.fingerprint)
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
    state.epochs >= config.training.epochs || config.earlyEnd(of: state.history) != nil
  }

  /// The number of trainable parameters.
  var parameters: Int { network.store.parameterCount }

  /// What determines the result, as one hash.
  var identity: String {
    get throws { try Identity.hash(differing: differing, dataFingerprint: data.fingerprint) }
  }

  /// The state to begin with: the saved one, whose tensors are put into the network, or a new one.
  ///
  /// - Throws: `TrainingFailure` where what the run depends on has changed since it was saved.
  func state(resuming saved: Checkpoint.Saved?) throws -> TrainingState {
    guard let saved else {
      return TrainingState(
        weights: network.weights, plannedEpochs: config.training.epochs, conditions: conditions,
        differing: differing)
    }
    let changes =
      saved.state.conditions.differences(from: conditions)
      + Identity.changes(from: saved.state.differing, to: differing)
      + lengthChanges(since: saved.state)
    guard changes.isEmpty else {
      throw TrainingFailure(
        .usage,
        "the run cannot go on as it began:\n"
          + changes.map { "  \($0)" }.joined(separator: "\n")
          + "\nput back what changed, or start another run with --name NAME")
    }
    try saved.restore(network)
    var state = saved.state
    state.plannedEpochs = config.training.epochs
    state.differing = differing
    state.weights = network.weights
    state.kept = Array(state.kept.prefix(config.validation.keepBest))
    return state
  }

  /// What may change only as long as the epochs that are done are those that the changed config would have begun with.
  private func lengthChanges(since state: TrainingState) -> [String] {
    [epochsChange(since: state), validationChange(since: state), earlyStop(before: state)].compactMap { $0 }
  }

  /// More epochs change none that are done only where the schedule doesn't look at the end.
  private func epochsChange(since state: TrainingState) -> String? {
    let (old, new) = (state.plannedEpochs, config.training.epochs)
    if old == new || (new > old && config.schedule.curve.isOpenEnded) { return nil }
    let names = ScheduleConfig.Curve.openEndedNames
    return "training.epochs was \(old) and is \(new) (it may grow, under the schedule \(names))"
  }

  /// The last epoch is always validated, which it would not have been had it not been the last.
  private func validationChange(since state: TrainingState) -> String? {
    let (old, every) = (state.plannedEpochs, config.validation.everyEpochs)
    guard old < config.training.epochs, state.epochs == old, old % every != 0 else { return nil }
    return """
      training.epochs was \(old), after which was a validation, and is \(config.training.epochs), with one only every \
      \(every) epochs (it may grow from a multiple of validation.every_epochs)
      """
  }

  /// Another rule of early stopping may not have stopped before the epochs that are done.
  private func earlyStop(before state: TrainingState) -> String? {
    guard let end = config.earlyEnd(of: state.history), end < state.epochs else { return nil }
    return """
      training.early_stopping has changed, and would have ended the run after epoch \(end); \
      \(Wording.count(state.epochs, "epoch")) are done
      """
  }
}
