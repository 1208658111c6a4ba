import Experiment
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("The trace of a training's updates")
struct UpdateTraceTests {
  private func rows(_ trace: UpdateTrace, _ losses: [Float?], from first: Int = 1) throws -> [TraceRow] {
    for (index, loss) in losses.enumerated() {
      let tensor = try loss.map { try Tensor([$0], shape: []) }
      try trace.add(tensor, step: first + index, epoch: 1, weights: nil)
    }
    return try trace.take()
  }

  @Test("hands out the losses to the bit, in order, with a gap where no pixel counted")
  func losses() throws {
    let trace = try UpdateTrace(on: .cpu)
    let losses: [Float?] = [0.1, nil, .nan, -0.0, .leastNonzeroMagnitude]
    let rows = try rows(trace, losses)
    #expect(rows.map(\.step) == [1, 2, 3, 4, 5])
    #expect(rows.map { $0.loss?.bitPattern } == losses.map { $0?.bitPattern })
    #expect(try trace.take().isEmpty)
    #expect(try self.rows(trace, [2], from: 6).map(\.loss) == [2])
  }

  @Test("is full after a number of updates, and empty once it is read")
  func full() throws {
    let trace = try UpdateTrace(on: .cpu)
    for step in 1...UpdateTrace.capacity {
      #expect(!trace.isFull)
      try trace.add(Tensor([Float(step)], shape: []), step: step, epoch: 1, weights: nil)
    }
    #expect(trace.isFull)
    #expect(try trace.take().map(\.loss) == (1...UpdateTrace.capacity).map { Float($0) })
    #expect(!trace.isFull)
  }

  @Test("The loss of an update is the mean over its samples, also where a batch had no pixel that counts")
  func updateLoss() throws {
    let network = try tinyNetwork(tinyExperiment())
    #expect(try network.meanLoss(of: 8) == nil)
    let (first, second) = (try tinyBatch(0..<6), try tinyBatch(6..<8))
    func loss(_ batch: Batch) throws -> Float {
      Float(try #require(try network.loss(of: batch, seed: 0)).total.detached().scalar())
    }
    let (a, b) = (try loss(first), try loss(second))
    func learn(_ batch: Batch, of total: Int) throws {
      try network.learn(#require(try network.loss(of: batch, seed: 0)), samples: batch.count, of: total)
    }
    try learn(first, of: 6)
    #expect(try network.meanLoss(of: 6)?.elements(as: Float.self) == [a], "the bits of a single batch's loss")
    network.clearGradients()
    try learn(first, of: 8)
    try learn(second, of: 8)
    let mean = Float(try #require(try network.meanLoss(of: 8)).scalar())
    #expect(abs(mean - (6 * a + 2 * b) / 8) < 1e-6)
    network.clearGradients()
    #expect(try network.meanLoss(of: 8) == nil)
    try learn(first, of: 8)
    let partial = Float(try #require(try network.meanLoss(of: 8)).scalar())
    #expect(abs(partial - a) < 1e-6)
  }

  @Test("The hash of the weights sees every weight, every buffer and every name")
  func weightHash() throws {
    let config = try tinyExperiment(["model.norm=batch"])
    let network = try tinyNetwork(config)
    let before = try network.store.contentHash()
    #expect(before.count == 64)
    #expect(try tinyNetwork(config).store.contentHash() == before)
    #expect(try tinyNetwork(tinyExperiment()).store.contentHash() != before)
    var seen: Set<String> = [before]
    for entry in network.store.entries {
      let kept = try entry.tensor.detached().cloned()
      try withoutGradient { try entry.tensor.copy(from: kept + Scalar(1)) }
      #expect(try seen.insert(network.store.contentHash()).inserted, "\(entry.name)")
      try withoutGradient { try entry.tensor.copy(from: kept) }
    }
    #expect(try network.store.contentHash() == before)
  }
}
