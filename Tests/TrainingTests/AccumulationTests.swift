import Experiment
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("An update of several batches")
struct AccumulationTests {
  /// A network after updates, each of some batches; `total` is the samples of an update.
  private func network(
    _ updates: [[Range<Int>]], of total: Int = 8, _ overrides: [String] = []
  ) throws -> Network {
    let network = try tinyNetwork(tinyExperiment(overrides))
    for (step, batches) in updates.enumerated() {
      try network.beginUpdate()
      for samples in batches {
        let batch = try tinyBatch(samples)
        let loss = try #require(try network.loss(of: batch, seed: 0))
        try network.learn(loss, samples: batch.count, of: total)
      }
      try network.update(
        step: step, learningRate: network.learningRate(ofStep: step, plateau: nil), samples: total)
    }
    return network
  }

  private func greatestDifference(_ a: Network, _ b: Network) throws -> Double {
    try a.store.parameters.map { entry in
      let other = try #require(b.store[entry.name])
      return try withoutGradient { try (entry.tensor - other).abs().max().scalar() }
    }.max() ?? 0
  }

  @Test(
    "changes the weights as one batch of all samples does, also where the last is smaller",
    arguments: [[0..<4, 4..<8], [0..<3, 3..<6, 6..<8], [0..<7, 7..<8]])
  func sameAsOne(parts: [Range<Int>]) throws {
    let whole = try network([[0..<8], [0..<8]])
    #expect(try greatestDifference(network([parts, parts]), whole) < 1e-6)
    let clipped = ["training.gradient_clip_norm=0.05"]
    let wholeClipped = try network([[0..<8]], clipped)
    #expect(try greatestDifference(network([parts], clipped), wholeClipped) < 1e-6)
    #expect(try greatestDifference(wholeClipped, network([[0..<8]])) > 1e-4)
  }

  @Test("is the mean over the batches that taught something, where one has no valid pixel")
  func withoutEmpty() throws {
    let alone = try network([[0..<4]], of: 4)
    #expect(try greatestDifference(network([[0..<4]], of: 8), alone) < 1e-6)
    #expect(try greatestDifference(network([[]], of: 8), tinyNetwork(tinyExperiment())) == 0)
  }

  @Test("counts as one step of the optimiser and of the schedule")
  func counted() throws {
    let overrides = ["optimizer={name: adam}", "training.accumulation_steps=2", "training.batch_size=2"]
    let network = try network([[0..<4, 4..<8], [0..<4, 4..<8]], overrides)
    #expect(try #require(network.optimizer.state["step"]).scalar() == 2)
    let plan = EpochPlan(try tinyExperiment(overrides), imageCount: 9, epoch: 0)
    #expect((plan.batchCount, plan.updateCount) == (5, 3))
    #expect(plan.batches(ofUpdateFrom: 2) == 2..<4)
    #expect(plan.batches(ofUpdateFrom: 4) == 4..<5)
    #expect((plan.samples(in: 2..<4), plan.samples(in: 4..<5)) == (4, 1))
  }

  @Test("of an epoch that is cut short takes no batch beyond its end")
  func limited() throws {
    let plan = EpochPlan(
      try tinyExperiment(["training={batch_size: 2, accumulation_steps: 2, limit_batches: 3}"]),
      imageCount: 9, epoch: 0)
    #expect((plan.batchCount, plan.updateCount) == (3, 2))
    #expect(plan.batches(ofUpdateFrom: 2) == 2..<3)
    let long = EpochPlan(
      try tinyExperiment(["training={batch_size: 2, limit_batches: 30}"]), imageCount: 9, epoch: 0)
    #expect(long.batchCount == 5)
  }

  @Test("moves the average of the weights once, from the weights after the first update")
  func average() throws {
    let ema = ["training.ema=0.75"]
    let (first, second) = (try network([[0..<8]]), try network([[0..<8], [0..<4, 4..<8]], ema))
    let average = try #require(second.average).model.store
    for entry in average.parameters {
      let (old, new) = (try #require(first.store[entry.name]), try #require(second.store[entry.name]))
      let expected = try withoutGradient { try old * 0.75 + new * 0.25 }
      #expect(try withoutGradient { try (entry.tensor - expected).abs().max().scalar() } < 1e-6)
    }
    #expect(second.predictor.store === average)
    #expect(first.predictor.store === first.store)
  }
}
