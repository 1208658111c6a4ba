import Experiment
import NeuralNets

extension Checkpoint.Saved {
  /// Copies the weights into a network for which they were not saved; says what became of the optimiser's memory.
  ///
  /// - Parameter keepsOptimizer: whether the optimiser goes on with what it remembers, as far as that fits.
  /// - Throws: `TrainingFailure` where the weights don't fit; nothing is changed then.
  func restoreInexactly(_ network: Network, keepsOptimizer: Bool) throws -> RestartRecord.Optimizer {
    do {
      try network.store.load(file.tensors(withPrefix: "model."))
    } catch let mismatch as StateMismatch {
      throw TrainingFailure(
        .usage,
        """
        the last weights don't fit the network that the config declares now:
        \(Self.firstLines(of: mismatch.description))
          next: put back the keys of 'model', 'data.classes' and 'data.channels', or start another run with --name NAME
        """)
    }
    if let average = network.average?.model.store {
      let averaged = try file.tensors(withPrefix: "average.")
      try average.load(averaged.isEmpty ? network.store.tensors : averaged)
    }
    guard keepsOptimizer else { return .new }
    do {
      try network.optimizer.state.load(file.tensors(withPrefix: "optimizer."))
      return .kept
    } catch is StateMismatch {
      return .new
    }
  }

  private static func firstLines(of text: String) -> String {
    let most = 5
    let lines = text.split(separator: "\n")
    let rest = lines.count > most ? ["  and \(lines.count - most) more"] : []
    return (lines.prefix(most).map { "  \($0)" } + rest).joined(separator: "\n")
  }
}

extension Checkpoint {
  /// Commits a state that goes on although something has changed.
  ///
  /// The weights that were the best stay under a name of their own where those to come don't compare with them.
  func commitRestart(
    _ network: Network, _ state: TrainingState, after before: TrainingState, status: RunStatus
  ) throws {
    let restarts = state.restarts ?? []
    if restarts.last?.scores == .new {
      // Else it may be the weights of an epoch that was never committed.
      try restoreBest(before)
      try claimed.link(folder.best, as: folder.best(beforeRestart: restarts.count))
    }
    try commit(network, state, status: status)
  }
}
