import Experiment
import NeuralNets
import Torch

/// Trains the updates of a run again, from its first, and compares each with what was recorded; writes nothing.
final class Retraining {
  /// How it ended.
  enum Outcome {
    /// All that was to be compared is alike.
    case reproduced
    case diverged(Divergence)
    /// A signal came.
    case stopped
  }

  private let session: Session
  private let rows: [TraceRow]
  /// The last step to train.
  private let end: Int
  private let trace: UpdateTrace
  private var plateau: Plateau?
  private let started = ContinuousClock.now

  /// The updates that are trained.
  private(set) var step = 0
  /// The last update that is known to be alike; 0 before the first.
  private(set) var reproducedStep = 0
  /// How many epochs' weights are known to be alike.
  private(set) var reproducedEpochs = 0

  /// Prepares new weights.
  ///
  /// - Parameters:
  ///   - rows: the updates to compare with, not all of which need be trained.
  ///   - end: the last update to train, counted from 1.
  init(_ session: Session, comparingWith rows: [TraceRow], upTo end: Int) throws {
    self.session = session
    self.rows = rows
    self.end = end
    trace = try UpdateTrace(on: session.network.device)
  }

  /// Trains and compares until something differs, all is done or a signal comes.
  func run() throws -> Outcome {
    let config = session.config
    for epoch in 0... where step < end {
      if let divergence = try trainEpoch(epoch) { return .diverged(divergence) }
      if StopSignal.isRaised { return .stopped }
      if step == end { break }
      // Only the schedule plateau makes training depend on a score.
      guard let rule = config.plateauRule,
        config.validation.validates(epoch: epoch + 1, of: config.training.epochs)
      else { continue }
      guard let result = try session.evaluator.evaluate(pictures: 0, progress: session.progress) else {
        return .stopped
      }
      var plateau = plateau ?? Plateau()
      plateau.observe(result.record.rank(by: config.validation.metric), by: rule)
      self.plateau = plateau
    }
    return .reproduced
  }

  /// Trains an epoch, counted from 0, or what is needed of it; returns what differs first.
  private func trainEpoch(_ epoch: Int) throws -> Divergence? {
    let (network, first, before) = (session.network, step, ContinuousClock.now)
    let plan = EpochPlan(session.config, imageCount: session.data.training.count, epoch: epoch)
    let loader = BatchLoader(
      session.data, plan: plan, from: 0, workers: session.config.training.loaderThreads)
    defer { loader.stop() }
    defer { network.clearGradients() }
    let sums = try LossSums(network.segmentationLoss, on: network.device)
    var batches = 0..<0
    while batches.upperBound < plan.batchCount, step < end, !StopSignal.isRaised, loader.awaitNext() {
      batches = plan.batches(ofUpdateFrom: batches.upperBound)
      let rate = network.learningRate(ofStep: step, plateau: plateau)
      _ = try session.update(step: step, by: batches, of: plan, from: loader, learningRate: rate, sums)
      try session.trace(batches, of: plan, in: trace)
      step += 1
      if step % checkInterval == 0, let divergence = try compare() { return divergence }
      showProgress(epoch)
    }
    if let divergence = try compare() { return divergence }
    let seconds = (ContinuousClock.now - before) / .seconds(1)
    session.progress.line(
      "epoch \(epoch + 1)  \(Wording.count(step - first, "step"))\(comparedWords(since: first))  \(Wording.duration(seconds))"
    )
    return nil
  }

  /// How many updates may pass before a difference is noticed: a GPU should not wait for each.
  private var checkInterval: Int { session.network.device == .cpu ? 1 : 100 }

  /// Compares the updates since the last time.
  private func compare() throws -> Divergence? {
    for now in try trace.take() {
      let index = now.step - (rows.first?.step ?? 1)
      guard rows.indices.contains(index) else { continue }
      if let divergence = Divergence(from: rows[index], to: now) { return divergence }
      reproducedStep = now.step
      if now.weights != nil { reproducedEpochs += 1 }
    }
    return nil
  }

  private func comparedWords(since first: Int) -> String {
    reproducedStep > first ? " alike" : ", not compared"
  }

  private func showProgress(_ epoch: Int) {
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    session.progress.update(
      """
      epoch \(epoch + 1)  step \(step)/\(end)  alike to step \(reproducedStep)  \
      \(Wording.duration(seconds / Double(step) * Double(end - step))) left
      """)
  }
}
