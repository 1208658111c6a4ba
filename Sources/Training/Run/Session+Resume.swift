import Diagnostics
import Experiment
import NeuralNets

extension Session {
  /// A state to begin with.
  var newState: TrainingState {
    TrainingState(
      weights: network.weights, plannedEpochs: config.training.epochs, conditions: conditions,
      differing: differing)
  }

  /// The saved state, whose tensors are put into the network.
  ///
  /// - Parameters:
  ///   - start: whether to go on if what the run depends on has changed since.
  ///   - folder: where it was saved, for the message.
  /// - Throws: `TrainingFailure` where it can't go on.
  func state(resuming saved: Checkpoint.Saved, _ start: Run.Start, in folder: RunFolder) throws
    -> TrainingState
  {
    let changes = ResumeChanges(since: saved.state, to: conditions, differing, config)
    var state = saved.state
    if changes.lines.isEmpty || (isFinished(state) && changes.areOfMachineAlone) {
      try saved.restore(network)
    } else {
      guard case .restartInexactly = start else { throw Self.refusal(changes, folder) }
      state = try restart(saved, after: changes)
    }
    state.plannedEpochs = config.training.epochs
    state.differing = differing
    state.weights = network.weights
    state.conditions = conditions
    state.kept = Array(state.kept.prefix(config.validation.keepBest))
    return state
  }

  private static func refusal(_ changes: ResumeChanges, _ folder: RunFolder) -> TrainingFailure {
    let weights =
      folder.hasBest
      ? """
      \n  or start another run with its best weights: --name NAME without --resume, and
          \("model.weights=\(folder.best)".asShellWord)
      """ : "\n  or start another run with --name NAME"
    return TrainingFailure(
      .usage,
      """
      the run cannot go on as it began:
      \(changes.lines.map { "  \($0)" }.joined(separator: "\n"))
        next: put back what changed
        or go on from the last weights all the same, where they fit, which is recorded: add --restart-inexact\(weights)
      """)
  }

  /// The state that goes on from the saved weights although something has changed.
  private func restart(_ saved: Checkpoint.Saved, after changes: ResumeChanges) throws -> TrainingState {
    var state = saved.state
    guard state.epochs < config.training.epochs else {
      throw TrainingFailure(doneAfter: state.epochs, of: config.training.epochs)
    }
    guard !changes.changes("model.weights") else { throw TrainingFailure.otherWeights }
    let keepsOptimizer = !changes.changes("optimizer.name")
    let optimizer = try saved.restoreInexactly(network, keepsOptimizer: keepsOptimizer)
    let keepsScores =
      changes.data.isEmpty && !changes.changes("data", "validation", "model")
      && !(config.validation.metric == .loss && changes.changes("loss"))
    let record = RestartRecord(
      epoch: state.epochs, step: state.steps ?? plannedSteps(to: state),
      changes: changes.lines, optimizer: optimizer, scores: keepsScores ? .kept : .new)
    if changes.changesEpoch { state.begin(afterEpoch: state.epochs) }
    // An epoch that begins anew, or has another number of updates, takes away none that were made.
    state.extraSteps = record.step - plannedSteps(to: state)
    if !keepsScores { state.forgetScores() }
    if changes.changes("schedule") { state.plateau = nil }
    // A rule that would have ended the run looks at what is to come.
    if !changes.length.isEmpty { state.comparedFrom = state.epochs }
    state.test = nil
    state.restarts = (state.restarts ?? []) + [record]
    guard !isTrained(state) else { throw TrainingFailure(endedEarlyAfter: state.epochs) }
    return state
  }
}

extension TrainingFailure {
  /// All epochs are done of a run that is to go on.
  fileprivate init(doneAfter epochs: Int, of planned: Int) {
    self.init(
      .usage,
      """
      \(Wording.count(epochs, "epoch")) are done, and training.epochs is \(planned): nothing is left \
      to go on with
        next: more training.epochs, or another run with --name NAME
      """)
  }

  fileprivate init(endedEarlyAfter epochs: Int) {
    self.init(
      .usage,
      """
      training.early_stopping ended the run after epoch \(epochs): nothing is left to go on with
        next: another training.early_stopping, or another run with --name NAME
      """)
  }

  fileprivate static let otherWeights = TrainingFailure(
    .usage,
    """
    model.weights has changed, and a run that goes on has its weights from its last checkpoint
      next: put model.weights back, or start another run with --name NAME, without --resume
    """)
}
