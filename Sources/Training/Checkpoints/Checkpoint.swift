import Experiment
import Foundation
import NeuralNets
import Torch

/// The commit point of a run: `last.safetensors` is the only truth, and what is written after it can be made again from it.
///
/// The order is: the weights of an epoch that is among the best, the old `last` under its second name, `last`, then the JSON files, and
/// last the removal of weights that are no longer among the best. A process that is killed between any two of them leaves a folder from
/// which the run goes on.
struct Checkpoint {
  let claimed: ClaimedFolder
  let identity: String
  let classes: [String]
  let parameters: Int
  /// Operations of one training image, forward; nil where it isn't known.
  let flops: Double?
  let metadata: ModelMetadata
  let limited: SummaryRecord.Limits?
  private let table = MetricsTable()

  /// The run folder.
  var folder: RunFolder { claimed.folder }

  /// Commits the state of a run.
  ///
  /// - Parameter weights: where the network's weights are kept for predicting, where the epoch that just ended is among the best.
  /// - Throws: `FileFailure`; the last commit stands then.
  func commit(
    _ network: Network, _ state: TrainingState, keeping weights: KeptWeights? = nil, status: RunStatus
  ) throws {
    if let weights { try keep(weights, of: network) }
    try claimed.link(folder.last, as: folder.previous)
    var texts = metadata.texts
    texts[ModelMetadata.stateName] = try ModelMetadata.text(state)
    try write(network.checkpointTensors, texts, to: folder.last)
    try settle(state, status: status)
  }

  /// Brings everything in line with a state that is committed: what a process left that was killed within a commit, too.
  func settle(_ state: TrainingState, status: RunStatus) throws {
    try restoreBest(state)
    try writeRecords(of: state, status: status)
    try removeUnkept(state)
  }

  /// Writes what derives from the state: the metrics, the summary, the counts of each image.
  func writeRecords(of state: TrainingState, status: RunStatus, failure: String? = nil) throws {
    let confusion = ConfusionRecord(
      scoring: Scoring(classes: classes), best: state.bestImages, final: state.finalImages,
      test: state.test?.images)
    let metrics = MetricsRecord(
      status: status, failure: failure, stoppedEarly: state.isStoppedEarly(status), epochs: state.history,
      best: state.best, kept: keptRecords(state), test: state.test?.record, confusion: confusion,
      restarts: state.restarts ?? [])
    let summary = SummaryRecord(
      of: metrics, identity: identity, differing: state.differing, parameters: parameters, flops: flops,
      limited: limited)
    let perImage = PerImageRecord(
      classes: classes, best: state.bestImages, final: state.finalImages, test: state.test?.images)
    try claimed.write(metrics, to: folder.metrics)
    try claimed.write(table.csv(state.history), to: folder.metricsTable)
    try claimed.write(summary, to: folder.summary)
    try claimed.write(perImage, to: folder.perImage)
  }

  func write(_ tensors: [String: Tensor], _ texts: [String: String], to path: String) throws {
    try claimed.write(to: path) { sink in
      try SafetensorsWriter.write(tensors, metadata: texts) { bytes in try sink.write(bytes) }
    }
  }
}

extension Network {
  /// Everything that training changes, by its prefix in `last.safetensors`.
  var stores: [(prefix: String, store: ParameterStore)] {
    let average = average.map { [(prefix: "average.", store: $0.model.store)] } ?? []
    return [(prefix: "model.", store: store), (prefix: "optimizer.", store: optimizer.state)] + average
  }

  /// What `last.safetensors` holds: the tensors of all stores, each after the store's prefix.
  var checkpointTensors: [String: Tensor] {
    let named = stores.flatMap { prefix, store in store.tensors.map { (prefix + $0.key, $0.value) } }
    return Dictionary(named, uniquingKeysWith: { first, _ in first })
  }
}
