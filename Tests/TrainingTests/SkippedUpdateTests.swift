import Experiment
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("An update whose loss or gradient is no finite number")
struct SkippedUpdateTests {
  private let experiment = ["model.norm=batch", "optimizer={name: adam}", "training.ema=0.5"]

  /// Everything that training changes.
  private func everything(_ network: Network) throws -> [[Double]] {
    let stores = [network.store, network.optimizer.state]
    return try stores.flatMap(\.entries).map { try $0.tensor.detached().elements() }
  }

  private func areFinite(_ network: Network) throws -> Bool {
    let average = try #require(network.average).model.store
    let numbers = try everything(network) + average.entries.map { try $0.tensor.detached().elements() }
    return numbers.joined().allSatisfy(\.isFinite)
  }

  /// A batch with one pixel that is not like the others.
  private func batch(_ samples: Range<Int>, with value: Double, valid: Bool = true) throws -> Batch {
    let batch = try tinyBatch(samples)
    let images = try batch.images.cloned()
    try images.selected(0, 0).narrowed(1, 3..<4).narrowed(2, 3..<4).fill(with: Scalar(value))
    let masks = try batch.masks.cloned()
    if !valid { try masks.fill(with: 255) }
    return Batch(ids: batch.ids, images: images, masks: masks)
  }

  private func update(_ network: Network, step: Int, by batches: [Batch]) throws -> Network.Outcome {
    try network.beginUpdate()
    let total = batches.reduce(0) { $0 + $1.count }
    for batch in batches {
      if let loss = try network.loss(of: batch, seed: 0) {
        try network.learn(loss, samples: batch.count, of: total)
      }
    }
    return try network.update(step: step, learningRate: 0.1, samples: total)
  }

  @Test(
    "leaves weights, running statistics, their counts and the optimiser's memory as they were, and the average numbers",
    arguments: [Double.nan, .infinity, 3e38])
  func changesNothing(_ value: Double) throws {
    let network = try tinyNetwork(tinyExperiment(experiment))
    let good = try update(network, step: 0, by: [tinyBatch(0..<4)])
    #expect(try (good.applied.scalar(), good.skipped.scalar()) == (1, 0))
    let before = try everything(network)
    let bad = try update(network, step: 1, by: [batch(0..<4, with: value)])
    #expect(try (bad.applied.scalar(), bad.skipped.scalar()) == (0, 1))
    #expect(try everything(network) == before)
    #expect(try areFinite(network))
    // The next one finds what it would have found.
    let other = try tinyNetwork(tinyExperiment(experiment))
    _ = try update(other, step: 0, by: [tinyBatch(0..<4)])
    for each in [network, other] { _ = try update(each, step: 2, by: [tinyBatch(4..<8)]) }
    #expect(try everything(network) == everything(other))
  }

  @Test("takes all its batches back, whichever of them it was", arguments: [0, 1, 2])
  func accumulated(_ place: Int) throws {
    let network = try tinyNetwork(tinyExperiment(experiment))
    let before = try everything(network)
    var batches = try [0..<2, 2..<4, 4..<8].map(tinyBatch)
    batches[place] = try batch(0..<2, with: .nan)
    #expect(try update(network, step: 0, by: batches).skipped.scalar() == 1)
    #expect(try everything(network) == before)
    #expect(try areFinite(network))
  }

  @Test("is found in the running statistics, too, where no pixel of its batch counts")
  func withoutPixel() throws {
    let config = try tinyExperiment(experiment + ["data.ignore=9"])
    let network = try tinyNetwork(config)
    let before = try everything(network)
    let bad = try update(network, step: 0, by: [batch(0..<4, with: .nan, valid: false)])
    #expect(try (bad.applied.scalar(), bad.skipped.scalar()) == (0, 1))
    #expect(try everything(network) == before)
    let good = try update(network, step: 1, by: [batch(0..<4, with: 1, valid: false)])
    #expect(try (good.applied.scalar(), good.skipped.scalar()) == (0, 0))
    #expect(try everything(network) != before)
    #expect(try areFinite(network))
  }

  @Test("is found where the loss is a number, but a running statistic is none")
  func statisticsAlone() throws {
    let network = try tinyNetwork(tinyExperiment(experiment))
    let before = try everything(network)
    try network.beginUpdate()
    let good = try tinyBatch(0..<4)
    let loss = try #require(try network.loss(of: good, seed: 0))
    try network.learn(loss, samples: 4, of: 4)
    let variance = try #require(network.store.entries.first { $0.name.hasSuffix("running_var") })
    try variance.tensor.fill(with: Scalar(Double.infinity))
    #expect(try network.update(step: 0, learningRate: 0.1, samples: 4).skipped.scalar() == 1)
    #expect(try everything(network) == before)
  }
}

@Suite("The log of an epoch's updates")
struct UpdateLogTests {
  private func update(_ batches: Range<Int>, skipped: Bool) throws -> Session.Update {
    let number = try Tensor.full([], skipped ? 1.0 : 0.0, .float32, on: .cpu)
    return Session.Update(
      step: 100 + batches.lowerBound, batches: batches, files: batches.map { "image \($0)" },
      outcome: .init(applied: try 1 - number, skipped: number))
  }

  @Test("names the first skipped update with its files, though it is asked later", arguments: [1, 4, 10])
  func first(_ interval: Int) throws {
    let log = try UpdateLog(on: .cpu, askedEvery: interval)
    var found: [Session.Update] = []
    for number in 0..<20 where found.isEmpty {
      try log.add(update(2 * number..<2 * number + 2, skipped: [13, 14].contains(number)))
      if log.isCheckDue || number == 19 { found += try [log.firstSkipped()].compactMap(\.self) }
    }
    let bad = try #require(found.first)
    #expect((bad.step, bad.batches) == (126, 26..<28))
    #expect(bad.files == ["image 26", "image 27"])
  }

  @Test("counts in one process or in two, and forgets the files that nobody asks for")
  func counts() throws {
    var state: TrainingState.UpdateCounts?
    for part in [0..<3, 3..<9] {
      let log = try UpdateLog(continuing: state, on: .cpu, askedEvery: 2)
      for number in part { try log.add(update(number..<number + 1, skipped: number % 4 == 0)) }
      state = try log.read()
    }
    #expect(state == TrainingState.UpdateCounts(applied: 6, skipped: 3))
  }
}
