import Experiment
import NeuralNets
import Torch

extension Session {
  /// Scores the test images with the weights of the best epoch, or of the last one where none has a score; `nil` where a signal asked to
  /// stop.
  ///
  /// The best weights go into a network of their own: the one that was trained stays what the last commit says.
  func scoreTest(after state: TrainingState, bestIn folder: RunFolder) throws -> TrainingState.TestScore? {
    let model = try state.best.map { try bestModel($0, in: folder) } ?? network.predictor
    var evaluator = Self.evaluator(of: model, trainedAs: network, config, data.scoring(data.test))
    evaluator.purpose = "test"
    guard let result = try evaluator.evaluate(pictures: 0, progress: progress) else { return nil }
    let epoch = state.best?.epoch ?? state.epochs
    return TrainingState.TestScore(
      record: TestRecord(epoch: epoch, scores: result.record),
      images: PerImageRecord.Epoch(epoch: epoch, images: result.images, confusion: result.confusion))
  }

  /// The network with the weights of the best epoch.
  ///
  /// - Throws: `FileFailure` where they are lost; a resume goes on with what is left.
  private func bestModel(_ best: BestRecord, in folder: RunFolder) throws -> UNet {
    let store = ParameterStore(seed: UInt64(config.training.seed), on: network.device)
    let model = try UNet(config.network(channels: data.channels), in: store)
    do {
      try CheckpointFile(folder.best, ofEpoch: best.epoch).load(into: store)
    } catch let loss as CheckpointFile.Loss {
      throw FileFailure(
        action: "read the best weights for the test", path: loss.path, reason: loss.reason)
    }
    return model
  }
}
