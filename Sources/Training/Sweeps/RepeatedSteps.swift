import Experiment
import Torch

/// A training that goes on and on, an update at a time: to see how fast it is.
final class RepeatedSteps {
  private let session: Session
  private var epoch = 0
  private var count = 0
  private var batch = 0
  private var plan: EpochPlan
  private var loader: BatchLoader
  private var sums: LossSums

  init(_ session: Session) throws {
    self.session = session
    plan = EpochPlan(session.config, imageCount: session.data.training.count, epoch: 0)
    loader = Self.loader(session, plan)
    sums = try LossSums(session.network.segmentationLoss, on: session.network.device)
  }

  deinit { loader.stop() }

  /// One update, waited for.
  ///
  /// - Returns: the number of its samples.
  func next() throws -> Int {
    if batch >= plan.batchCount { try beginEpoch() }
    let batches = plan.batches(ofUpdateFrom: batch)
    _ = try session.update(
      step: count, by: batches, of: plan, from: loader,
      learningRate: session.config.optimizer.learningRate, sums)
    try session.network.device.synchronize()
    batch = batches.upperBound
    count += 1
    return plan.samples(in: batches)
  }

  private func beginEpoch() throws {
    loader.stop()
    epoch += 1
    batch = 0
    plan = EpochPlan(session.config, imageCount: session.data.training.count, epoch: epoch)
    loader = Self.loader(session, plan)
    sums = try LossSums(session.network.segmentationLoss, on: session.network.device)
  }

  private static func loader(_ session: Session, _ plan: EpochPlan) -> BatchLoader {
    BatchLoader(session.data, plan: plan, from: 0, workers: session.config.training.loaderThreads)
  }
}
