import Experiment
import Foundation
import NeuralNets
import Torch

/// The commit point of a run: `last.safetensors` is the only truth, and what is written after it can be made again from it.
///
/// The order is: the best weights, the old `last` under its second name, `last`, then the JSON files. A process that is killed between any
/// two of them leaves a folder from which the run goes on.
struct Checkpoint {
  let folder: RunFolder
  let identity: String
  let classes: [String]
  let parameters: Int
  let metadata: ModelMetadata

  /// Commits the state of a run.
  ///
  /// - Throws: `FileFailure`; the last commit stands then.
  func commit(_ network: Network, _ state: TrainingState, isBest: Bool, status: RunStatus) throws {
    if isBest {
      try write(network.store.tensors, metadata.texts, to: folder.best)
    }
    try AtomicFile.link(folder.last, as: folder.previous)
    var texts = metadata.texts
    texts[Self.stateName] = try ModelMetadata.text(state)
    let tensors = network.store.tensors(prefix: Self.modelPrefix)
      .merging(network.optimizer.state.tensors(prefix: Self.optimizerPrefix)) { first, _ in first }
    try write(tensors, texts, to: folder.last)
    try writeRecords(of: state, status: status)
  }

  /// Writes what derives from the state: the metrics, the summary, the counts of each image.
  func writeRecords(of state: TrainingState, status: RunStatus, failure: String? = nil) throws {
    let metrics = MetricsRecord(status: status, failure: failure, epochs: state.history, best: state.best)
    let summary = SummaryRecord(
      of: metrics, identity: identity, differing: state.differing, parameters: parameters)
    let perImage = PerImageRecord(classes: classes, best: state.bestImages, final: state.finalImages)
    try folder.write(metrics, to: folder.metrics)
    try folder.write(summary, to: folder.summary)
    try folder.write(perImage, to: folder.perImage)
  }

  private func write(_ tensors: [String: Tensor], _ texts: [String: String], to path: String) throws {
    try AtomicFile.write(to: path) { sink in
      try SafetensorsWriter.write(tensors, metadata: texts) { bytes in try sink.write(bytes) }
    }
  }
}

extension Checkpoint {
  private static let modelPrefix = "model."
  private static let optimizerPrefix = "optimizer."
  private static let stateName = "state"

  /// A checkpoint that was read: the state, and the tensors that go into a network.
  struct Saved {
    let state: TrainingState
    private let file: SafetensorsFile

    fileprivate init(path: String) throws {
      file = try SafetensorsFile(path: path)
      guard let text = file.metadata[Checkpoint.stateName] else {
        throw TrainingFailure(.usage, "\(path) holds no state of a training")
      }
      state = try JSONFormat.decode(TrainingState.self, from: Data(text.utf8))
    }

    /// Copies the weights and what the optimiser remembers into a network of the same shape.
    func restore(_ network: Network) throws {
      try network.store.load(file.tensors(withPrefix: Checkpoint.modelPrefix))
      try network.optimizer.state.load(file.tensors(withPrefix: Checkpoint.optimizerPrefix))
    }
  }

  /// Reads the last commit of a run folder; the one before it where the last is damaged.
  ///
  /// - Returns: `nil` where there is none.
  static func saved(in folder: RunFolder, progress: ProgressDisplay) throws -> Saved? {
    guard folder.hasCheckpoint else { return nil }
    do {
      return try Saved(path: folder.last)
    } catch {
      guard let previous = try? Saved(path: folder.previous) else {
        throw TrainingFailure(
          .usage,
          "no checkpoint of \(folder.path) can be read (\(error)); nothing was changed; start over with another --name"
        )
      }
      progress.line("\(folder.last) is damaged (\(error)); going on from the checkpoint before it")
      return previous
    }
  }
}

extension ParameterStore {
  /// The tensors by name, after a prefix.
  fileprivate func tensors(prefix: String) -> [String: Tensor] {
    Dictionary(tensors.map { (prefix + $0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
