import Testing
import Torch

@testable import NeuralNets

@Suite("Optimisers")
struct OptimizerTests {
  private static let cases: [(name: String, algorithm: Optimizer.Algorithm, rate: Double, decay: Double)] = [
    ("sgd", .sgd(momentum: 0, nesterov: false), 0.1, 0),
    ("sgd_momentum", .sgd(momentum: 0.9, nesterov: false), 0.1, 0.01),
    ("sgd_nesterov", .sgd(momentum: 0.9, nesterov: true), 0.1, 0.01),
    ("adam", .adam(beta1: 0.8, beta2: 0.95), 0.05, 0.01),
    ("adamw", .adamW(), 0.05, 0.02),
    ("adamw_clipped", .adamW(), 0.05, 0.02),
  ]

  /// The two parameters of the fixture, the first laid out as a convolution's.
  private func start(_ fixture: Fixture) throws -> ParameterStore {
    let store = ParameterStore()
    _ = try store.scope.parameter("a", [3, 2, 3, 3], .zeros)
    _ = try store.scope.parameter("b", [5], .zeros)
    try store.load(fixture.tensors(withPrefix: "start."))
    return store
  }

  /// Leaves the fixture's gradients of a step, and returns a loss that has them.
  private func leaveGradients(_ store: ParameterStore, _ fixture: Fixture, step: Int) throws -> Tensor {
    store.clearGradients()
    var loss = try Tensor.zeros([])
    for entry in store.parameters {
      loss = try loss + (entry.tensor * fixture["gradients.\(entry.name)"].selected(0, step)).sum()
    }
    try loss.backward()
    return loss
  }

  @Test("Twenty steps go where PyTorch's go", arguments: cases.indices)
  func trajectory(_ index: Int) throws {
    let (name, algorithm, rate, decay) = Self.cases[index]
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let optimizer = try Optimizer(algorithm, weightDecay: decay, of: store)
    for step in 0..<20 {
      let loss = try leaveGradients(store, fixture, step: step)
      let limit = name.hasSuffix("clipped") ? 3.0 : nil
      let result = try optimizer.step(
        learningRate: rate * (1 - Double(step) / 40), loss: loss, clippingNormTo: limit)
      if limit != nil {
        #expect(try difference(result.gradientNorm, fixture["\(name).norms"].selected(0, step)) < 1e-5)
      }
      for entry in store.parameters where [0, 9, 19].contains(step) {
        #expect(try difference(entry.tensor, fixture["\(name).\(step).\(entry.name)"]) < 1e-5)
      }
    }
    #expect(try #require(optimizer.state["step"]).scalar() == 20)
  }

  @Test("A NaN or infinite loss or gradient changes neither weights nor state", arguments: cases.indices)
  func skipping(_ index: Int) throws {
    let (_, algorithm, rate, decay) = Self.cases[index]
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let optimizer = try Optimizer(algorithm, weightDecay: decay, of: store)
    func everything() throws -> [[Float]] {
      try (store.entries + optimizer.state.entries).map { try $0.tensor.elements() }
    }
    var loss = try leaveGradients(store, fixture, step: 0)
    #expect(try optimizer.step(learningRate: rate, loss: loss).skipped.scalar() == 0)
    let before = try everything()
    for poison in [Scalar(Double.nan), Scalar(Double.infinity)] {
      loss = try leaveGradients(store, fixture, step: 1)
      let bad = try optimizer.step(learningRate: rate, loss: loss.detached() * poison)
      #expect(try bad.skipped.scalar() == 1)
      try #require(store["b"]?.gradient).narrowed(0, 2..<3).fill(with: poison)
      let worse = try optimizer.step(learningRate: rate, loss: loss, clippingNormTo: 1)
      #expect(try worse.skipped.scalar() == 1)
      #expect(try everything() == before)
    }
  }

  @Test("An optimiser whose state was saved and loaded goes on as if nothing had been")
  func resuming() throws {
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let first = try Optimizer(.adamW(), weightDecay: 0.1, of: store)
    try first.step(learningRate: 0.1, loss: leaveGradients(store, fixture, step: 0))
    let other = try start(fixture)
    try other.load(store.tensors)
    let second = try Optimizer(.adamW(), weightDecay: 0.1, of: other)
    try second.state.load(first.state.tensors)
    try first.step(learningRate: 0.1, loss: leaveGradients(store, fixture, step: 1))
    try second.step(learningRate: 0.1, loss: leaveGradients(other, fixture, step: 1))
    for entry in store.entries {
      #expect(
        try entry.tensor.elements(as: Float.self) == #require(other[entry.name]).elements(as: Float.self))
    }
    #expect(
      first.state.entries.map(\.name) == ["step", "exp_avg.a", "exp_avg.b", "exp_avg_sq.a", "exp_avg_sq.b"])
  }
}
