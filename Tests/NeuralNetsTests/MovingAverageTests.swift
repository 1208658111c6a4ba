import Testing
import Torch

@testable import NeuralNets

@Suite("The moving average of weights")
struct MovingAverageTests {
  private func store() throws -> ParameterStore {
    let store = ParameterStore()
    _ = try store.scope.parameter("a", [3, 2, 3, 3], .zeros)
    _ = try store.scope.parameter("b", [5], .zeros)
    _ = try store.scope.buffer("mean", [5], .zeros)
    _ = try store.scope.buffer("count", [], .zeros, as: .int64)
    return store
  }

  @Test(
    "Twenty updates go where PyTorch's AveragedModel goes, and with a warm-up where timm's decay leads",
    arguments: [("plain", MovingAverage(decay: 0.9)), ("warm", MovingAverage(decay: 0.8, warmsUp: true))])
  func trajectory(_ name: String, _ rule: MovingAverage) throws {
    let fixture = try Fixture("averages")
    let (weights, average) = (try store(), try store())
    for step in 0..<20 {
      try weights.load(fixture.tensors(withPrefix: "weights.\(step)."))
      try rule.move(average, towards: weights, update: step)
      for entry in average.entries where [0, 1, 9, 19].contains(step) {
        let expected = try fixture["\(name).\(step).\(entry.name)"]
        #expect(try difference(entry.tensor, expected) < 1e-6, "\(step) \(entry.name)")
      }
    }
    #expect(try difference(try #require(average["b"]), try #require(weights["b"])) > 0.01)
  }

  @Test("The decay grows with the updates up to its limit, and the first update copies")
  func decays() throws {
    let decays: [Double] = try Fixture("averages").metadata("decays")
    let rule = MovingAverage(decay: 0.8, warmsUp: true)
    for (number, decay) in decays.enumerated() { #expect(abs(rule.decay(ofUpdate: number) - decay) < 1e-12) }
    #expect(rule.decay(ofUpdate: 1_000_000) == 0.8)
    #expect(MovingAverage(decay: 0.8).decay(ofUpdate: 0) == 0)
    #expect(MovingAverage(decay: 0.8).decay(ofUpdate: 1) == 0.8)
  }

  @Test("The weights that train are left alone")
  func oneWay() throws {
    let fixture = try Fixture("averages")
    let (weights, average) = (try store(), try store())
    try weights.load(fixture.tensors(withPrefix: "weights.3."))
    try MovingAverage(decay: 0.5).move(average, towards: weights, update: 1)
    #expect(try difference(try #require(weights["a"]), fixture["weights.3.a"]) == 0)
  }
}
