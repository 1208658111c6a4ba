import Config
import Experiment
import Images
import NeuralNets
import Torch

/// What a run is made of, put together once: the network, the evaluation, the checkpoint.
struct Session {
  let config: ExperimentConfig
  let data: TrainingData
  let network: Network
  let evaluator: Evaluator
  let checkpoint: Checkpoint
  let pictures: SamplePictures
  /// The updates of an epoch.
  let stepsPerEpoch: Int
  let progress: ProgressDisplay
  private let differing: [String: String]
  private let conditions: Conditions

  init(
    _ experiment: Loaded<ExperimentConfig>, _ data: TrainingData, _ compute: Compute, in folder: RunFolder,
    progress: ProgressDisplay
  ) throws {
    config = experiment.config
    self.data = data
    self.progress = progress
    differing = experiment.differing
    stepsPerEpoch = EpochPlan(config, imageCount: data.training.count, epoch: 0).batchCount
    network = try Network(config, channels: data.channels, stepsPerEpoch: stepsPerEpoch, compute: compute)
    evaluator = Evaluator(
      data: data,
      inference: Inference(model: network.model, normalization: data.normalization, compute: compute),
      loss: network.segmentationLoss, scoring: Scoring(classes: config.classNames))
    checkpoint = Checkpoint(
      folder: folder, identity: try Identity.hash(differing: differing, dataFingerprint: data.fingerprint),
      classes: config.classNames, parameters: network.store.parameterCount,
      metadata: try ModelMetadata(network.model.configuration, config, data.normalization))
    pictures = SamplePictures(data: data, colors: SampleColors(classes: config.classNames), folder: folder)
    conditions = Conditions(
      libtorch: LibTorch.loadedVersion, capability: LibTorch.processorCapability, device: "\(compute.device)",
      precision: compute.precision, threads: compute.threads, data: data.fingerprint)
  }

  /// The number of trainable parameters.
  var parameters: Int { checkpoint.parameters }

  /// The state to begin with: the saved one, whose tensors are put into the network, or a new one.
  ///
  /// - Throws: `TrainingFailure` where what the run depends on has changed since it was saved.
  func state(resuming saved: Checkpoint.Saved?) throws -> TrainingState {
    guard let saved else {
      return TrainingState(
        plannedEpochs: config.training.epochs, conditions: conditions, differing: differing)
    }
    let changes =
      saved.state.conditions.differences(from: conditions)
      + Identity.changes(from: saved.state.differing, to: differing) + epochsChange(since: saved.state)
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
    return state
  }

  /// More epochs change none that are done only where the schedule doesn't look at the end.
  private func epochsChange(since state: TrainingState) -> [String] {
    let (old, new) = (state.plannedEpochs, config.training.epochs)
    if old == new || (new > old && config.schedule.curve.isOpenEnded) { return [] }
    return ["training.epochs was \(old) and is \(new) (it may grow, under the schedule constant)"]
  }
}
