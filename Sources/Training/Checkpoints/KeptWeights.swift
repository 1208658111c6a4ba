import Experiment
import NeuralNets

/// Where the weights of an epoch that is among the best are kept.
enum KeptWeights {
  /// As the best, in place of the epoch that was the best before.
  case best(epoch: Int, inPlaceOf: BestRecord?)
  /// Under its own name.
  case runnerUp(epoch: Int)
}

// The best epoch's weights are always `best.safetensors`; those of the next best have the epoch in their name. So that no kill can lose
// what the last commit names, the old best gets its own name before the new one is written, and nothing is removed before the commit. What
// a killed process leaves is put in order by the same two steps that follow a commit.
extension Checkpoint {
  /// Writes the weights that predict, before the state that names them is committed.
  func keep(_ weights: KeptWeights, of network: Network) throws {
    switch weights {
    case .best(let epoch, let before):
      if let before { try claimed.link(folder.best, as: folder.weights(ofEpoch: before.epoch)) }
      try keep(epoch, of: network, as: folder.best)
    case .runnerUp(let epoch):
      try keep(epoch, of: network, as: folder.weights(ofEpoch: epoch))
    }
  }

  private func keep(_ epoch: Int, of network: Network, as path: String) throws {
    var texts = metadata.texts
    texts[ModelMetadata.epochName] = String(epoch)
    try write(network.predictor.store.tensors, texts, to: path)
  }

  /// Gives the best epoch its place back where a process was killed after it was replaced, but before that was committed.
  func restoreBest(_ state: TrainingState) throws {
    guard let best = state.best, folder.epochsWithWeights.contains(best.epoch) else { return }
    try claimed.link(folder.weights(ofEpoch: best.epoch), as: folder.best)
  }

  /// Removes the weights of epochs that are not, or no longer, among the best.
  func removeUnkept(_ state: TrainingState) throws {
    let kept = Set((state.runnersUp ?? []).map(\.epoch))
    for epoch in folder.epochsWithWeights where !kept.contains(epoch) {
      try claimed.remove(folder.weights(ofEpoch: epoch))
    }
  }

  /// The kept epochs with their files.
  func keptRecords(_ state: TrainingState) -> [MetricsRecord.Kept] {
    state.kept.map { record in
      let path = record == state.best ? folder.best : folder.weights(ofEpoch: record.epoch)
      return MetricsRecord.Kept(epoch: record.epoch, value: record.value, file: folder.relative(path))
    }
  }
}
