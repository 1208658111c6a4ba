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
  }

  let config: ExperimentConfig
  private let data: TrainingData
  private let network: Network
  private let session: Session
  private let output: RunOutput
  let progress: ProgressDisplay
  private(set) var state: TrainingState

  /// What the clock says of the running epoch that the state doesn't have yet.
  private var lap = ContinuousClock.now
  /// When the state was last committed by this process, or it began.
  private var committed = ContinuousClock.now
  /// What prepares the epoch to come, once the running one is being scored: its first batches need not be waited for then.
  private var nextLoader: BatchLoader?

  init(_ session: Session, _ output: RunOutput, state: TrainingState) {
    config = session.config
    data = session.data
    network = session.network
    progress = session.progress
    self.session = session
    self.output = output
    self.state = state
  }

  /// Trains the epochs that are not done.
  ///
  /// - Throws: `TrainingFailure` where the loss is no number, `FileFailure` where a file can't be written.
  func train() throws -> Outcome {
    state.eventBytes = try output.events?.begin(after: state, in: output.claimed)
    state.traceBytes = try output.trace.begin(after: state, step: steps, in: output.claimed)
    if steps > 0, state.traceBytes == TraceFile.header.count {
      progress.line(
        "trace.csv begins with step \(steps + 1): what it said of those before is lost or damaged")
    }
    defer { nextLoader?.stop() }
    while !isTrained {
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
    guard awaitsTest else { return .finished }
    guard let test = try session.scoreTest(after: state, bestIn: output.claimed.folder) else {
      try commit(.stopped)
      return .stopped
    }
    state.test = test
    try commit(.finished)
    return .finished
  }

  /// Whether there are test images, and no score of them yet.
  private var awaitsTest: Bool { !data.test.isEmpty && state.test == nil }

  /// Whether nothing is left to do.
  var isFinished: Bool { isTrained && !awaitsTest }

  /// Whether all epochs are done, or no further one helps.
  private var isTrained: Bool {
    state.epochs >= config.training.epochs || config.earlyEnd(of: state.history) != nil
  }

  /// Brings the run folder in line with the state that was resumed.
  func settle() throws {
    // More epochs may find better weights: a test is of those that the training ends with.
    if !isTrained { state.test = nil }
    try output.checkpoint.settle(state, status: isFinished ? .finished : .running)
  }

  /// Trains the batches of the epoch that are not done; `false` where a signal asked to stop.
  private func trainEpoch() throws -> Bool {
    let plan = plan(ofEpoch: state.epochs)
    let loader = nextLoader ?? startLoader(of: plan, from: state.batches)
    nextLoader = nil
    defer { loader.stop() }
    let sums = try LossSums(network.segmentationLoss, continuing: state.sums, on: network.device)
    defer { network.clearGradients() }
    var lastFiles: [String] = []
    while state.batches < plan.batchCount {
      if StopSignal.isRaised {
        try checkNumbers(files: lastFiles)
        try note(sums, loader)
        return false
      }
      let batches = plan.batches(ofUpdateFrom: state.batches)
      lastFiles = try session.update(
        step: steps, by: batches, of: plan, from: loader, learningRate: learningRate(ofStep: steps), sums)
      state.batches = batches.upperBound
      try session.trace(batches, of: plan, in: output.trace.pending)
      if output.trace.pending.isFull { _ = try output.trace.write() }
      let updates = config.training.updates(in: state.batches)
      if updates % Self.checkInterval == 0 || state.batches == plan.batchCount {
        try checkNumbers(files: lastFiles)
      }
      if isCommitDue, state.batches < plan.batchCount {
        try checkNumbers(files: lastFiles)
        try note(sums, loader)
        try commit(.running)
      }
      try showProgress(plan, sums)
    }
    try note(sums, loader)
    if state.epochs + 1 < config.training.epochs {
      nextLoader = startLoader(of: self.plan(ofEpoch: state.epochs + 1), from: 0)
    }
    return true
  }

  /// Takes into the state what the batches so far have summed and taken.
  private func note(_ sums: LossSums, _ loader: BatchLoader) throws {
    state.sums = try sums.read()
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
    try output.checkpoint.commit(network, state, keeping: weights, status: status)
    committed = .now
  }

  private func plan(ofEpoch epoch: Int) -> EpochPlan {
    EpochPlan(config, imageCount: data.training.count, epoch: epoch)
  }

  private func startLoader(of plan: EpochPlan, from batch: Int) -> BatchLoader {
    BatchLoader(data, plan: plan, from: batch, workers: config.training.loaderThreads)
  }

  /// The updates of the whole training that are done.
  private var steps: Int {
    state.epochs * session.stepsPerEpoch + config.training.updates(in: state.batches)
  }

  /// The step size of the last update, whichever process made it.
  private var learningRate: Double { learningRate(ofStep: steps - 1) }

  private func learningRate(ofStep step: Int) -> Double {
    network.learningRate(ofStep: step, plateau: state.plateau)
  }

  /// How many steps may pass before a loss that is no number is noticed; the weights are safe from the first.
  private static let checkInterval = 10

  private func checkNumbers(files: [String]) throws {
    guard try network.hasSeenBadNumber() else { return }
    let failure = TrainingFailure(
      .training,
      """
      the loss or a gradient is no finite number at epoch \(state.epochs + 1), batch \(state.batches) or up to \
      \(Self.checkInterval * config.training.accumulationSteps - 1) batches before, learning rate \(learningRate(ofStep: steps - 1)); the weights are those from before it
        the files of that batch: \(files.joined(separator: ", "))
        next: a lower optimizer.learning_rate, training.gradient_clip_norm: 1, or training.precision: fp32
      """)
    try output.checkpoint.writeRecords(of: state, status: .failed, failure: failure.description)
    throw failure
  }

  /// Records the epoch, commits it, and tells of it.
  private func finishEpoch(_ validation: Evaluator.Result?) throws {
    let epoch = state.epochs + 1
    _ = secondsOfLap()
    let time = state.time ?? TrainingTime()
    let record = EpochRecord(
      epoch: epoch, learningRate: learningRate(ofStep: steps - 1), seconds: state.seconds,
      imagesPerSecond: Double(state.sums.samples) / max(time.total, .ulpOfOne),
      dataWait: time.waitingShare, train: state.sums.mean, val: validation?.record)
    let weights = state.rank(record, by: config.validation)
    state.history.append(record)
    if let validation {
      state.finalImages = PerImageRecord.Epoch(
        epoch: epoch, images: validation.images, confusion: validation.confusion)
      if state.best?.epoch == epoch { state.bestImages = state.finalImages }
      state.observe(validation.record[config.validation.metric], by: config.plateauRule)
    }
    state.begin(afterEpoch: epoch)
    let pictures = try output.pictures.drawn(validation?.predictions ?? [])
    state.eventBytes = try output.events?.append(record, pictures)
    try commit(isFinished ? .finished : .running, keeping: weights)
    try output.pictures.write(pictures)
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
