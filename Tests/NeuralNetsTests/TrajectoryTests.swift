import Testing
import Torch

@testable import NeuralNets

/// A rule of the fixtures, with what PyTorch's optimiser of that name was given.
struct NamedRule: Sendable, CustomTestStringConvertible {
  let name: String
  let algorithm: Optimizer.Algorithm
  let rate: Double
  let decay: Double

  var testDescription: String { name }

  init(_ name: String, _ algorithm: Optimizer.Algorithm, rate: Double, decay: Double) {
    self.name = name
    self.algorithm = algorithm
    self.rate = rate
    self.decay = decay
  }

  static let all = [
    NamedRule("sgd", .sgd(momentum: 0, nesterov: false), rate: 0.1, decay: 0),
    NamedRule("sgd_nesterov", .sgd(momentum: 0.9, nesterov: true), rate: 0.05, decay: 0.01),
    NamedRule("adam", .adam(beta1: 0.8, beta2: 0.95), rate: 0.01, decay: 0.01),
    NamedRule("adamw", .adamW(), rate: 0.01, decay: 0.02),
    NamedRule("rmsprop", .rmsprop(), rate: 0.005, decay: 0.01),
    NamedRule(
      "rmsprop_momentum", .rmsprop(.init(alpha: 0.95, epsilon: 1e-6, momentum: 0.9)), rate: 0.002, decay: 0),
    NamedRule(
      "rmsprop_centered", .rmsprop(.init(momentum: 0.5, centered: true)), rate: 0.002, decay: 1e-8),
    NamedRule("lion", .lion(), rate: 0.002, decay: 0.1),
  ]
}

/// Two convolutions in double precision with a sigmoid between them.
private struct Regression {
  let store = ParameterStore(dtype: .float64)
  private let first, second: Conv2d
  private let images, targets: Tensor

  init(_ fixture: Fixture) throws {
    first = try Conv2d(store.scope / "first", from: 1, to: 2, kernel: 3, bias: .learned)
    second = try Conv2d(store.scope / "second", from: 2, to: 1, kernel: 3, bias: .learned)
    images = try fixture["images"]
    targets = try fixture["targets"]
    try store.load(fixture.tensors(withPrefix: "start."))
  }

  /// The mean squared error of a step's batch.
  func loss(ofStep step: Int) throws -> Tensor {
    let output = try second(first(images.selected(0, step % 5)).sigmoid())
    let error = try output - targets.selected(0, step % 5)
    return try (error * error).mean()
  }

  /// All weights, one after another.
  func weights() throws -> Tensor {
    try .concatenated(store.parameters.map { entry in try entry.tensor.detached().reshaped([-1]) }, 0)
  }
}

@Suite("Fifty steps, beside PyTorch")
struct TrajectoryTests {
  private static let epochs = 10
  private static let steps = 5

  /// The weights in the middle and at the end, and the learning rate of each epoch's last step.
  private func trajectory(
    _ rule: NamedRule, _ rate: LearningRate, _ fixture: Fixture
  ) throws -> (weights: [Tensor], rates: [Double]) {
    let network = try Regression(fixture)
    let optimizer = try Optimizer(rule.algorithm, weightDecay: rule.decay, of: network.store)
    var plateau = Plateau()
    var (weights, rates): ([Tensor], [Double]) = ([], [])
    for step in 0..<Self.epochs * Self.steps {
      network.store.clearGradients()
      let loss = try network.loss(ofStep: step)
      try loss.backward()
      let now = rate.at(step, plateauFactor: plateau.factor)
      try optimizer.step(learningRate: now, loss: loss)
      if (step + 1) % Self.steps == 0 {
        rates.append(now)
        plateau.observe(try loss.scalar(), by: NamedSchedule.plateauRule)
      }
      if [Self.epochs * Self.steps / 2, Self.epochs * Self.steps].contains(step + 1) {
        weights.append(try network.weights())
      }
    }
    return (weights, rates)
  }

  @Test("In double precision, each rule under each schedule has PyTorch's weights", arguments: NamedRule.all)
  func weights(_ rule: NamedRule) throws {
    let fixture = try Fixture("trajectories")
    let names: [String] = try fixture.metadata("schedules")
    let schedules = NamedSchedule.all(base: rule.rate)
    #expect(names.sorted() == schedules.map(\.name).sorted())
    for schedule in schedules {
      let row = try #require(names.firstIndex(of: schedule.name))
      let rate = schedule.learningRate(base: rule.rate, epochs: Self.epochs, stepsPerEpoch: Self.steps)
      let ours = try trajectory(rule, rate, fixture)
      let weights = try fixture["\(rule.name).weights"].selected(0, row)
      #expect(try difference(.stacked(ours.weights), weights) < 1e-6, "\(schedule.name)")
      let rates: [Double] = try fixture["\(rule.name).rates"].selected(0, row).elements()
      #expect(zip(ours.rates, rates).allSatisfy { abs($0 - $1) < 1e-12 }, "\(schedule.name)")
    }
  }

  @Test("A U-Net's loss is PyTorch's", arguments: NamedRule.all)
  func losses(_ rule: NamedRule) throws {
    let fixture = try Fixture("optimizer_losses")
    let store = ParameterStore()
    let unet = try UNet(.init(inputChannels: 1, outputChannels: 2, depth: 2, width: 4), in: store)
    try store.load(fixture.tensors(withPrefix: "start."))
    let optimizer = try Optimizer(rule.algorithm, weightDecay: rule.decay, of: store)
    let (images, masks) = (try fixture["images"], try fixture["masks"])
    let expected: [Float] = try fixture["\(rule.name).losses"].elements()
    #expect(expected.count == 50)
    for (step, value) in expected.enumerated() {
      store.clearGradients()
      let loss = try unet(images, .training(seed: 0)).crossEntropy(masks, classWeights: nil, ignoring: 255)
      try loss.backward()
      try optimizer.step(learningRate: rule.rate / 6, loss: loss)
      #expect(try abs(loss.scalar() - Double(value)) < 1e-2, "step \(step)")
    }
  }
}
