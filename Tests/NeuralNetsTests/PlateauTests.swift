import Foundation
import NeuralNets
import Testing
import Torch

@Suite("Learning rates on a plateau")
struct PlateauTests {
  @Test(
    "They fall when PyTorch's fall, whichever direction is better, after a score that is undefined too",
    arguments: [
      ("higher", Plateau.Rule(goal: .higher, factor: 0.1, patience: 2, threshold: 0.01, cooldown: 3), 0.002),
      ("lower", Plateau.Rule(goal: .lower, factor: 0.5, patience: 1), 0),
    ])
  func rates(_ name: String, _ rule: Plateau.Rule, _ minimum: Double) throws {
    let fixture = try Fixture("schedules")
    let scores: [Double] = try fixture["plateau.\(name).scores"].elements()
    let expected: [Double] = try fixture["plateau.\(name).rates"].elements()
    let rate = LearningRate(base: 0.1, schedule: .plateau(minimum: minimum), epochs: 40, stepsPerEpoch: 1)
    var plateau = Plateau()
    for (epoch, score) in scores.enumerated() {
      plateau.observe(score.isNaN ? nil : score, by: rule)
      let now = rate.at(epoch + 1, plateauFactor: plateau.factor)
      #expect(abs(now - expected[epoch]) <= 1e-12 * expected[epoch], "epoch \(epoch)")
    }
    #expect(Set(expected).count > 2)
  }

  @Test("What it remembers goes on after it was saved and loaded")
  func saving() throws {
    let rule = Plateau.Rule(goal: .higher, patience: 1, cooldown: 2)
    var whole = Plateau()
    var saved = Plateau()
    for score in [0.5, nil, 0.4, 0.3, 0.6, 0.6, 0.6, 0.6, nil] {
      whole.observe(score, by: rule)
      saved = try JSONDecoder().decode(Plateau.self, from: JSONEncoder().encode(saved))
      saved.observe(score, by: rule)
      #expect(saved == whole)
    }
    #expect(whole.best == 0.6)
    #expect(whole.factor < 0.05)
  }

  @Test(
    "The warm-up rises to what the plateau leaves of the learning rate, and no other schedule looks at it")
  func warmup() {
    let rate = LearningRate(
      base: 0.1, schedule: .plateau(minimum: 0.02), warmupSteps: 2, epochs: 4, stepsPerEpoch: 1)
    #expect((0..<4).map { rate.at($0, plateauFactor: 0.5) } == [0.025, 0.05, 0.05, 0.05])
    #expect(rate.at(3, plateauFactor: 0.01) == 0.02)
    let constant = LearningRate(base: 0.1, schedule: .constant, epochs: 4, stepsPerEpoch: 1)
    #expect(constant.at(3, plateauFactor: 0.01) == 0.1)
  }
}
