import Experiment
import NeuralNets

// What a resume mends before it goes on. The last commit is the truth: what it names is looked at, byte for byte, and what of it is lost is
// made again where the last commit has it, or else given up in so many words.
extension Checkpoint {
  /// Puts a commit that was gone on from in its place, and the weights that it names in theirs.
  ///
  /// Whatever it throws, and wherever it is killed, the commit stands.
  ///
  /// - Parameters:
  ///   - network: what was restored from the commit.
  ///   - isFinished: nothing is trained or scored any more: what is lost then stays among the scores, which are those of the run.
  /// - Returns: what was lost, a sentence for each thing.
  func recover(
    _ saved: Saved, _ state: inout TrainingState, _ network: Network, isFinished: Bool
  ) throws -> [String] {
    try promote(saved)
    let lost = try lostWeights(state)
    guard !lost.isEmpty else { return [] }
    let before = saved.state
    let (here, gone) = (lost.filter { isIn(before, $0.record) }, lost.filter { !isIn(before, $0.record) })
    for loss in here { try keepAgain(loss.record, state, network) }
    let mended = here.map { "\($0.words); they were written again, from the last checkpoint" }
    guard !gone.isEmpty else { return mended }
    guard !isFinished else { return mended + gone.map { "\($0.words), and cannot be made again" } }
    try giveUp(gone.map(\.record), &state, network, isAfterEpoch: before.batches == 0)
    let next =
      state.best.map { "the best is now epoch \($0.epoch)" } ?? "the next validation makes a new best"
    return mended + gone.map { "\($0.words), and cannot be made again; \(next)" }
  }

  /// Puts a commit in place of the last one, where that is lost.
  ///
  /// The next commit makes the last one the one before it, which must not be the damaged one.
  func promote(_ saved: Saved) throws {
    if saved.lost != nil { try claimed.link(folder.previous, as: folder.last) }
  }

  /// An epoch whose weights should be kept and are not.
  private struct LostWeights {
    let record: BestRecord
    let loss: CheckpointFile.Loss

    var words: String {
      """
      the weights of epoch \(record.epoch) (\(record.metric.rawValue) \(Wording.score(record.value))) are lost: \
      \(loss.path): \(loss.reason)
      """
    }
  }

  private func lostWeights(_ state: TrainingState) throws -> [LostWeights] {
    try state.kept.compactMap { record in
      let path = folder.weights(ofEpoch: record.epoch)
      guard let loss = try loss(of: record.epoch, at: path) else { return nil }
      guard record == state.best else { return LostWeights(record: record, loss: loss) }
      // Else it would take the place of the best, as the file of one that was the best before a commit that never came.
      try claimed.remove(path)
      return try self.loss(of: record.epoch, at: folder.best).map { LostWeights(record: record, loss: $0) }
    }
  }

  /// Why a file doesn't hold the weights of an epoch; `nil` where it does.
  private func loss(of epoch: Int, at path: String) throws -> CheckpointFile.Loss? {
    do {
      _ = try CheckpointFile(path, ofEpoch: epoch)
      return nil
    } catch let loss as CheckpointFile.Loss {
      return loss
    }
  }

  /// Whether the commit itself has the weights of an epoch.
  private func isIn(_ state: TrainingState, _ record: BestRecord) -> Bool {
    record.epoch == state.epochs && state.batches == 0
  }

  private func keepAgain(_ record: BestRecord, _ state: TrainingState, _ network: Network) throws {
    let weights: KeptWeights =
      record == state.best
      ? .best(epoch: record.epoch, inPlaceOf: nil) : .runnerUp(epoch: record.epoch)
    try keep(weights, of: network)
  }

  /// Goes on with the best of the epochs whose weights are there.
  private func giveUp(
    _ gone: [BestRecord], _ state: inout TrainingState, _ network: Network, isAfterEpoch: Bool
  ) throws {
    let best = state.best
    state.kept.removeAll { gone.contains($0) }
    if state.kept.isEmpty, isAfterEpoch, let last = state.history.last, let best {
      state.kept = BestRecord.ranked([], and: last, by: best.metric, keeping: 1)
      if let record = state.best { try keepAgain(record, state, network) }
    }
    guard state.best != best else { return }
    state.bestImages = state.finalImages.flatMap { $0.epoch == state.best?.epoch ? $0 : nil }
  }
}
