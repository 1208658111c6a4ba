import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("The number of tensors")
struct TensorCountTests {
  @Test("is the same after each of some hundred updates, skipped ones too")
  func constant() throws {
    let config = try tinyExperiment([
      "model.norm=batch", "optimizer={name: adamw}", "training.ema={decay: 0.9}",
    ])
    let network = try tinyNetwork(config)
    let sums = try LossSums(network.segmentationLoss, on: .cpu)
    let log = try UpdateLog(on: .cpu, askedEvery: 1)
    func update(_ number: Int) throws {
      try network.beginUpdate()
      let batch = try tinyBatch(number % 4..<number % 4 + 4)
      if number % 7 == 3 { try batch.images.narrowed(0, 0..<1).fill(with: Scalar(Double.nan)) }
      let loss = try #require(try network.loss(of: batch, seed: UInt64(number)))
      try network.learn(loss, samples: 4, of: 4)
      try sums.addNumbers(of: loss, samples: 4)
      let outcome = try network.update(step: number, learningRate: 0.01, samples: 4)
      try log.add(
        Session.Update(step: number, batches: number..<number + 1, files: batch.ids, outcome: outcome))
      _ = try log.firstSkipped()
      network.clearGradients()
    }
    for number in 0..<2 { try update(number) }
    let before = Tensor.liveCount
    for number in 2..<400 {
      try update(number)
      #expect(Tensor.liveCount == before, "after update \(number)")
    }
    #expect(try log.read().skipped == 57)
  }
}
