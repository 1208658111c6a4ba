import Config
import Experiment
import Foundation
import NeuralNets
import Testing

@testable import Training

@Suite("From the config's words to rules and learning rates")
struct RecipeBridgeTests {
  private func config(_ overrides: String...) throws -> ExperimentConfig {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("experiment.yaml")
    let text = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n"
    try text.write(to: file, atomically: true, encoding: .utf8)
    return try ExperimentConfig.load(
      file: file.path, overrides: overrides, environment: [:], currentFolder: folder.path
    ).config
  }

  @Test("Each rule's settings arrive")
  func rules() throws {
    let told = "optimizer={name: rmsprop, alpha: 0.9, epsilon: 1e-6, momentum: 0.999, centered: true}"
    #expect(
      try config(told).optimizer.algorithm
        == .rmsprop(.init(alpha: 0.9, epsilon: 1e-6, momentum: 0.999, centered: true)))
    #expect(
      try config("optimizer={name: lion, betas: [0.8, 0.7]}").optimizer.algorithm
        == .lion(beta1: 0.8, beta2: 0.7))
    #expect(
      try config("optimizer={name: sgd, nesterov: true}").optimizer.algorithm
        == .sgd(momentum: 0.9, nesterov: true))
  }

  @Test(
    "Each schedule's settings arrive, and whether more epochs change those that are done",
    arguments: [
      ("{name: constant}", Schedule.constant, LearningRate.Clock.epoch, true),
      ("{name: cosine, by: epoch}", .cosine(minimum: 0), .epoch, false),
      ("{name: poly, power: 2}", .polynomial(power: 2, minimum: 0), .step, false),
      ("{name: step, every_epochs: 3, factor: 0.5}", .step(.every(3), factor: 0.5), .epoch, true),
      ("{name: step, at_epochs: [3, 4]}", .step(.at([3, 4]), factor: 0.1), .epoch, true),
      ("{name: exponential, factor: 0.5, by: step}", .exponential(factor: 0.5), .step, true),
      (
        "{name: one_cycle, pct_start: 0.4, div_factor: 2, final_div_factor: 3}",
        .oneCycle(.init(pctStart: 0.4, divFactor: 2, finalDivFactor: 3)), .step, false
      ),
      ("{name: plateau, min_learning_rate: 1e-5}", .plateau(minimum: 1e-5), .epoch, true),
      (
        "{name: warm_restarts, period_epochs: 3, multiplier: 2, min_learning_rate: 1e-5}",
        .warmRestarts(.init(periodEpochs: 3, multiplier: 2, minimum: 1e-5)), .step, true
      ),
    ])
  func schedules(
    _ words: String, _ schedule: Schedule, _ clock: LearningRate.Clock, _ isOpenEnded: Bool
  ) throws {
    let config = try config("schedule=\(words)")
    let rate = config.learningRate(stepsPerEpoch: 7)
    #expect(rate == LearningRate(base: 1e-3, schedule: schedule, by: clock, epochs: 40, stepsPerEpoch: 7))
    #expect(config.schedule.curve.isOpenEnded == isOpenEnded)
    let longer = try self.config("schedule=\(words)", "training.epochs=60").learningRate(stepsPerEpoch: 7)
    #expect((0..<280).allSatisfy { rate.at($0) == longer.at($0) } == isOpenEnded)
  }

  @Test("A plateau goes by the validation's metric, in the direction that is better")
  func plateau() throws {
    #expect(try config().plateauRule == nil)
    let words = "schedule={name: plateau, factor: 0.5, patience: 3, threshold: 0.01, cooldown: 2}"
    #expect(
      try config(words).plateauRule
        == Plateau.Rule(goal: .higher, factor: 0.5, patience: 3, threshold: 0.01, cooldown: 2))
    #expect(try config(words, "validation.metric=loss").plateauRule?.goal == .lower)
  }
}
