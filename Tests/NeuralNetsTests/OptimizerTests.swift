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
        learningRate: rate * (1 - Double(step) / 40), loss: loss, clipping: limit.map(Optimizer.Clipping.norm)
      )
      if limit != nil {
        #expect(try difference(result.gradientNorm, fixture["\(name).norms"].selected(0, step)) < 1e-5)
      }
      for entry in store.parameters where [0, 9, 19].contains(step) {
        #expect(try difference(entry.tensor, fixture["\(name).\(step).\(entry.name)"]) < 1e-5)
      }
    }
    #expect(try #require(optimizer.state["step"]).scalar() == 20)
  }

  @Test("A NaN or infinite loss or gradient changes neither weights nor state", arguments: NamedRule.all)
  func skipping(_ rule: NamedRule) throws {
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let optimizer = try Optimizer(rule.algorithm, weightDecay: rule.decay, of: store)
    func everything() throws -> [[Float]] {
      try (store.entries + optimizer.state.entries).map { try $0.tensor.elements() }
    }
    func step(_ loss: Tensor) throws -> Double {
      try optimizer.step(learningRate: rule.rate, loss: loss, clipping: .norm(1)).skipped.scalar()
    }
    #expect(try step(leaveGradients(store, fixture, step: 0)) == 0)
    let before = try everything()
    for poison in [Scalar(Double.nan), Scalar(Double.infinity)] {
      let loss = try leaveGradients(store, fixture, step: 1)
      #expect(try step(loss.detached() * poison) == 1)
      #expect(try everything() == before)
      let other = try leaveGradients(store, fixture, step: 1)
      try #require(store["b"]?.gradient).narrowed(0, 2..<3).fill(with: poison)
      #expect(try step(other) == 1)
      #expect(try everything() == before)
    }
    #expect(try step(leaveGradients(store, fixture, step: 2)) == 0)
    #expect(try everything() != before)
  }

  @Test("An infinite gradient is noticed although clipping by value would make it finite")
  func clippedInfinity() throws {
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let optimizer = try Optimizer(.adamW(), weightDecay: 0, of: store)
    let loss = try leaveGradients(store, fixture, step: 0)
    try #require(store["b"]?.gradient).fill(with: Scalar(Double.infinity))
    let result = try optimizer.step(learningRate: 0.1, loss: loss, clipping: .value(1))
    #expect(try result.skipped.scalar() == 1)
  }

  @Test("Clipping by value bounds each element, and the norm is that from before")
  func clippingByValue() throws {
    let fixture = try Fixture("optimizers")
    let (store, bounded) = (try start(fixture), try start(fixture))
    let optimizer = try Optimizer(.sgd(momentum: 0, nesterov: false), weightDecay: 0, of: store)
    let loss = try leaveGradients(store, fixture, step: 0)
    let norm = try Fused.globalNorm(store.parameters.compactMap(\.tensor.gradient)).scalar()
    let result = try optimizer.step(learningRate: 1, loss: loss, clipping: .value(0.25))
    #expect(try result.gradientNorm.scalar() == norm)
    for entry in bounded.parameters {
      let gradient = try fixture["gradients.\(entry.name)"].selected(0, 0)
      #expect(try gradient.abs().max().scalar() > 0.25)
      let expected = try entry.tensor.detached() - gradient.clamped(-0.25, 0.25)
      #expect(try difference(#require(store[entry.name]), expected) == 0)
    }
  }

  @Test(
    "A rule whose state was saved and loaded goes on to the bit as if nothing had been",
    arguments: NamedRule.all)
  func resuming(_ rule: NamedRule) throws {
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let first = try Optimizer(rule.algorithm, weightDecay: rule.decay, of: store)
    func step(_ optimizer: Optimizer, _ store: ParameterStore, _ step: Int) throws {
      try optimizer.step(learningRate: rule.rate, loss: leaveGradients(store, fixture, step: step))
    }
    for number in 0..<3 { try step(first, store, number) }
    let other = try start(fixture)
    try other.load(store.tensors)
    let second = try Optimizer(rule.algorithm, weightDecay: rule.decay, of: other)
    try second.state.load(first.state.tensors)
    for number in 3..<6 {
      try step(first, store, number)
      try step(second, other, number)
    }
    for (entry, copy) in zip(store.entries + first.state.entries, other.entries + second.state.entries) {
      #expect(entry.name == copy.name)
      #expect(try entry.tensor.elements(as: Float.self) == copy.tensor.elements(as: Float.self))
    }
  }

  @Test(
    "What is remembered has PyTorch's names",
    arguments: [
      (Optimizer.Algorithm.sgd(momentum: 0, nesterov: false), []),
      (.sgd(momentum: 0.9, nesterov: false), ["momentum_buffer"]),
      (.adam(), ["exp_avg", "exp_avg_sq"]),
      (.adamW(), ["exp_avg", "exp_avg_sq"]),
      (.rmsprop(), ["square_avg"]),
      (.rmsprop(.init(momentum: 0.9, centered: true)), ["square_avg", "grad_avg", "momentum_buffer"]),
      (.lion(), ["exp_avg"]),
    ])
  func names(_ algorithm: Optimizer.Algorithm, _ kinds: [String]) throws {
    let optimizer = try Optimizer(algorithm, weightDecay: 0, of: start(Fixture("optimizers")))
    #expect(optimizer.state.entries.map(\.name) == ["step"] + kinds.flatMap { ["\($0).a", "\($0).b"] })
  }

  @Test("A gradient that stays the same for a thousand steps leaves a centred RMSprop's weights finite")
  func centered() throws {
    let fixture = try Fixture("optimizers")
    let store = try start(fixture)
    let optimizer = try Optimizer(.rmsprop(.init(alpha: 0.5, centered: true)), weightDecay: 0, of: store)
    for _ in 0..<1000 {
      try optimizer.step(learningRate: 1e-6, loss: leaveGradients(store, fixture, step: 0))
    }
    for entry in store.parameters { #expect(try entry.tensor.isFinite().all().scalar() == 1) }
  }
}
