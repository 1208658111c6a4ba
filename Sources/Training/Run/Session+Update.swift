import Torch

extension Session {
  /// An update that was made, or skipped.
  struct Update {
    /// Its number in the whole training, from 0.
    let step: Int
    /// Its batches in the epoch.
    let batches: Range<Int>
    /// The files of all its batches.
    let files: [String]
    /// What became of it.
    let outcome: Network.Outcome
  }

  /// One update: forward, loss and backward of each of its batches, then the optimiser's step.
  ///
  /// - Parameters:
  ///   - batches: which batches of the epoch; the loader stands before the first.
  ///   - sums: gets the losses.
  ///   - step: the number of the update in the whole training, from 0.
  func update(
    step: Int, by batches: Range<Int>, of plan: EpochPlan, from loader: BatchLoader, learningRate: Double,
    _ sums: LossSums
  ) throws -> Update {
    try network.beginUpdate()
    let samples = plan.samples(in: batches)
    var files: [String] = []
    for position in batches {
      let batch = try loader.next(on: network.device)
      files += batch.ids
      guard let loss = try network.loss(of: batch, seed: plan.dropoutSeed(batch: position)) else { continue }
      try network.learn(loss, samples: batch.count, of: samples)
      try sums.addNumbers(of: loss, samples: batch.count)
    }
    let outcome = try network.update(step: step, learningRate: learningRate, samples: samples)
    return Update(step: step, batches: batches, files: files, outcome: outcome)
  }
}
