extension Session {
  /// One update: forward, loss and backward of each of its batches, then the optimiser's step.
  ///
  /// - Parameters:
  ///   - batches: which batches of the epoch; the loader stands before the first.
  ///   - sums: gets the losses.
  ///   - step: the number of the update in the whole training, from 0.
  /// - Returns: the files of the last batch.
  func update(
    step: Int, by batches: Range<Int>, of plan: EpochPlan, from loader: BatchLoader, learningRate: Double,
    _ sums: LossSums
  ) throws -> [String] {
    network.clearGradients()
    let samples = plan.samples(in: batches)
    var files: [String] = []
    for position in batches {
      let batch = try loader.next(on: network.device)
      files = batch.ids
      guard let loss = try network.loss(of: batch, seed: plan.dropoutSeed(batch: position)) else { continue }
      try network.learn(loss, samples: batch.count, of: samples)
      try sums.add(loss, samples: batch.count)
    }
    try network.update(step: step, learningRate: learningRate, samples: samples)
    return files
  }
}
