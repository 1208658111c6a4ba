import Diagnostics
import Experiment
import Foundation
import NeuralNets
import Torch

/// The training loop.
///
/// All randomness is a function of the seed, the epoch and the position in it, so the loop can be left after any step and taken up again
/// by another process: what it needs is in `TrainingState` and in the two parameter stores.
final class Trainer {
  /// How the loop was left.
  enum Outcome {
    case finished
    /// A signal came, and the state was saved.
    case stopped
    /// The epoch after which to pause is done.
    case paused
  }

  let config: ExperimentConfig
  private let data: TrainingData
  private let network: Network
  private let session: Session
  private let output: RunOutput
  /// The epoch after which to leave off, counted from 1; nil to go on to the end.
  private let pause: Int?
  let progress: ProgressDisplay
  private(set) var state: TrainingState

  /// What the clock says of the running epoch that the state doesn't have yet.
  private var lap = ContinuousClock.now
  /// The state as it was last committed, by whichever process.
  private var committedState: TrainingState
  /// When the state was last committed by this process, or it began.
  private var committed = ContinuousClock.now
  /// What prepares the epoch to come, once the running one is being scored: its first batches need not be waited for then.
  private var nextLoader: BatchLoader?

  /// - Parameters:
  ///   - saved: the state of the last commit; `nil` where there is none.
  ///   - pause: the epoch after which to leave off, counted from 1; nil to go on to the end.
  init(
    _ session: Session, _ output: RunOutput, state: TrainingState, saved: TrainingState? = nil,
    pausingAfter pause: Int? = nil
  ) {
    self.pause = pause
    config = session.config
    data = session.data
    network = session.network
    progress = session.progress
    self.session = session
    self.output = output
    self.state = state
    committedState = saved ?? state
  }

  /// Trains the epochs that are not done.
  ///
  /// - Throws: `TrainingFailure` where the loss is no number, `FileFailure` where a file can't be written.
  func train() throws -> Outcome {
    state.eventBytes = try output.events?.begin(after: state, in: output.claimed)
    state.traceBytes = try output.trace.begin(after: state, step: stepsInAll, in: output.claimed)
    if stepsInAll > 0, state.traceBytes == TraceFile.header.count {
      progress.line(
        "trace.csv begins with step \(stepsInAll + 1): what it said of those before is lost or damaged")
    }
    defer { nextLoader?.stop() }
    while !isTrained {
      if isPaused { return .paused }
      lap = .now
      guard try trainEpoch() else { return try stop() }
      var validation: Evaluator.Result?
      if config.validation.validates(epoch: state.epochs + 1, of: config.training.epochs) {
        validation = try session.evaluator.evaluate(pictures: config.training.samples, progress: progress)
        guard validation != nil else { return try stop() }
      }
      try finishEpoch(validation)
    }
    return try scoreTest()
  }

  /// Scores the test images where there are some that are not scored yet, and commits it.
  private func scoreTest() throws -> Outcome {
    guard !isFinished else { return .finished }
    guard let test = try session.scoreTest(after: state, bestIn: output.claimed.folder) else {
      try commit(.stopped)
      return .stopped
    }
    state.test = test
    try commit(.finished)
    return .finished
  }

  /// Whether nothing is left to do.
  var isFinished: Bool { session.isFinished(state) }

  private var isTrained: Bool { session.isTrained(state) }

  /// Whether the epoch after which to pause is done, and not all of the training.
  var isPaused: Bool { !isTrained && state.epochs >= pause ?? .max }

  /// What is to be recorded of a run in that state.
  private var status: RunStatus { isFinished ? .finished : isPaused ? .paused : .running }

  /// Records why the training ended, as far as the folder can still be written: the reason counts more than what comes of that.
  func record(failure: String) {
    try? output.checkpoint.writeRecords(of: committedState, status: .failed, failure: failure)
  }

  /// Brings the run folder in line with the state that was resumed, and tells what of it was lost.
  func settle(_ saved: Checkpoint.Saved) throws {
    if let warning = saved.warning { progress.alarm(Diagnostic(.warning, warning)) }
    // More epochs may find better weights: a test is of those that the training ends with.
    if !isTrained { state.test = nil }
    let kept = state.kept
    let losses = try output.checkpoint.recover(saved, &state, network, isFinished: isFinished)
    for loss in losses { progress.alarm(Diagnostic(.warning, loss)) }
    if state.restarts != saved.state.restarts {
      try output.checkpoint.commitRestart(network, state, after: saved.state, status: status)
    } else if state.kept != kept {
      // What is given up is committed first: settling removes the files of what is no longer a runner-up.
      try output.checkpoint.commit(network, state, status: status)
    } else {
      try output.checkpoint.settle(state, status: status)
    }
    committedState = state
  }

  /// Trains the batches of the epoch that are not done; `false` where a signal asked to stop.
  private func trainEpoch() throws -> Bool {
    let plan = plan(ofEpoch: state.epochs)
    let loader = nextLoader ?? startLoader(of: plan, from: state.batches)
    nextLoader = nil
    defer { loader.stop() }
    let sums = try LossSums(network.segmentationLoss, continuing: state.sums, on: network.device)
    // On the CPU nobody has to be waited for.
    let updates = try UpdateLog(
      continuing: state.updates, on: network.device, askedEvery: network.device == .cpu ? 1 : 10)
    defer { network.clearGradients() }
    while state.batches < plan.batchCount {
      try output.claimed.check()
      if StopSignal.isRaised || !loader.awaitNext() {
        try check(updates)
        try note(sums, updates, loader)
        return false
      }
      let batches = plan.batches(ofUpdateFrom: state.batches)
      try updates.add(
        session.update(
          step: steps, by: batches, of: plan, from: loader, learningRate: learningRate(ofStep: steps), sums))
      state.batches = batches.upperBound
      try session.trace(
        batches, of: plan, in: output.trace.pending, besides: state.extraSteps ?? 0)
      if output.trace.pending.isFull { _ = try output.trace.write() }
      if updates.isCheckDue || state.batches == plan.batchCount { try check(updates) }
      if isCommitDue, state.batches < plan.batchCount {
        try check(updates)
        try note(sums, updates, loader)
        try commit(.running)
      }
      try showProgress(plan, sums)
    }
    try note(sums, updates, loader)
    try checkLearning()
    if state.epochs + 1 < min(config.training.epochs, pause ?? .max) {
      nextLoader = startLoader(of: self.plan(ofEpoch: state.epochs + 1), from: 0)
    }
    return true
  }

  /// Takes into the state what the batches so far have summed and taken.
  private func note(_ sums: LossSums, _ updates: UpdateLog, _ loader: BatchLoader) throws {
    state.sums = try sums.read()
    state.updates = try updates.read()
    state.add(TrainingTime(total: secondsOfLap(), waiting: loader.takeWaited()))
  }

  /// The seconds since it was last asked, which go to the running epoch.
  private func secondsOfLap() -> Double {
    let seconds = secondsSinceLap
    lap = .now
    state.seconds += seconds
    return seconds
  }

  /// The seconds of the running epoch that the state doesn't have yet.
  var secondsSinceLap: Double { (ContinuousClock.now - lap) / .seconds(1) }

  /// Whether the running epoch should not go on without being saved.
  private var isCommitDue: Bool {
    (ContinuousClock.now - committed) / .seconds(60) >= config.training.checkpointMinutes
  }

  private func commit(_ status: RunStatus, keeping weights: KeptWeights? = nil) throws {
    state.traceBytes = try output.trace.write()
    state.steps = stepsInAll
    try output.checkpoint.commit(network, state, keeping: weights, status: status)
    (committed, committedState) = (.now, state)
  }

  private func plan(ofEpoch epoch: Int) -> EpochPlan {
    EpochPlan(config, imageCount: data.training.count, epoch: epoch)
  }

  private func startLoader(of plan: EpochPlan, from batch: Int) -> BatchLoader {
    BatchLoader(data, plan: plan, from: batch, workers: config.training.loaderThreads)
  }

  /// The updates of the whole training that are done, by which the schedule goes.
  private var steps: Int {
    session.plannedSteps(to: state)
  }

  /// The same with those that were made before a restart under another config.
  private var stepsInAll: Int { steps + (state.extraSteps ?? 0) }

  private func learningRate(ofStep step: Int) -> Double {
    network.learningRate(ofStep: step, plateau: state.plateau)
  }

  /// Ends the run where an update was skipped, unless the config lets it go on.
  private func check(_ updates: UpdateLog) throws {
    guard config.training.onNaN == .stop, let update = try updates.firstSkipped() else { return }
    throw TrainingFailure(
      skipping: update, epoch: state.epochs + 1, learningRate: learningRate(ofStep: update.step))
  }

  /// Ends the run after an epoch that changed nothing, since each of its updates was skipped.
  private func checkLearning() throws {
    guard let counts = state.updates, counts.skipped > 0, counts.applied == 0 else { return }
    throw TrainingFailure(learningNothingIn: state.epochs + 1, skipped: counts.skipped)
  }

  /// Records the epoch, commits it, and tells of it.
  private func finishEpoch(_ validation: Evaluator.Result?) throws {
    let epoch = state.epochs + 1
    _ = secondsOfLap()
    let time = state.time ?? TrainingTime()
    let record = EpochRecord(
      epoch: epoch, learningRate: learningRate(ofStep: steps - 1), seconds: state.seconds,
      imagesPerSecond: Double(state.sums.samples) / max(time.total, .ulpOfOne),
      dataWait: time.waitingShare, skippedUpdates: state.updates?.skipped, train: state.sums.mean,
      val: validation?.record)
    let weights = state.rank(record, by: config.validation)
    state.history.append(record)
    if let validation {
      state.finalImages = PerImageRecord.Epoch(
        epoch: epoch, images: validation.images, confusion: validation.confusion)
      if state.best?.epoch == epoch { state.bestImages = state.finalImages }
      state.observe(validation.record.rank(by: config.validation.metric), by: config.plateauRule)
    }
    state.begin(afterEpoch: epoch)
    let pictures = try output.pictures.drawn(validation?.predictions ?? [])
    // Before the commit: a process that is killed between the two draws them again.
    try output.pictures.write(pictures)
    state.eventBytes = try output.events?.append(record, pictures)
    try commit(status, keeping: weights)
    progress.line(describe(record))
    let workers = config.training.loaderThreads
    if let warning = Diagnostic.waitingForData(state.history, workers: workers) { progress.warn(warning) }
  }

  private func stop() throws -> Outcome {
    _ = secondsOfLap()
    try commit(.stopped)
    return .stopped
  }
}
