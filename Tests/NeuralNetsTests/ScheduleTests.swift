import NeuralNets
import Testing
import Torch

@Suite("Learning rates")
struct ScheduleTests {
  private func rates(_ schedule: Schedule, warmup: Int = 0, steps: Int) -> [Double] {
    let rate = LearningRate(
      base: 0.1, schedule: schedule, warmupSteps: warmup, epochs: steps, stepsPerEpoch: 1)
    return (0..<steps).map { (rate.at($0) * 1e8).rounded() / 1e8 }
  }

  @Test("A constant rate stays")
  func constant() {
    #expect(rates(.constant, steps: 3) == [0.1, 0.1, 0.1])
  }

  // torch 2.13: CosineAnnealingLR(SGD(lr=0.1), T_max=4, eta_min=0.02)
  @Test("The cosine is PyTorch's CosineAnnealingLR")
  func cosine() {
    #expect(rates(.cosine(minimum: 0.02), steps: 4) == [0.1, 0.08828427, 0.06, 0.03171573])
  }

  // torch 2.13: PolynomialLR(SGD(lr=0.1), total_iters=4, power=0.9)
  @Test("The polynomial is PyTorch's PolynomialLR, and its minimum is what it ends at")
  func polynomial() {
    #expect(
      rates(.polynomial(power: 0.9, minimum: 0), steps: 4) == [0.1, 0.07718895, 0.05358867, 0.02871746])
    let ending = Schedule.polynomial(power: 2, minimum: 0.05)
    let rate = LearningRate(base: 0.1, schedule: ending, epochs: 4, stepsPerEpoch: 1)
    #expect((rate.at(0), rate.at(4)) == (0.1, 0.05))
  }

  @Test("Every schedule is PyTorch's at every step, after a warm-up too; nnU-Net's poly is its formula")
  func pyTorch() throws {
    let fixture = try Fixture("schedules")
    let schedules = NamedSchedule.all(base: 0.1).filter { $0.name != "plateau" } + NamedSchedule.warm
    #expect(schedules.map(\.name).sorted() == fixture.names.filter { !$0.hasPrefix("plateau.") }.sorted())
    for schedule in schedules {
      let rate = schedule.learningRate(base: 0.1, epochs: 12, stepsPerEpoch: 5)
      let expected: [Double] = try fixture[schedule.name].elements()
      #expect(expected.count == 60)
      for (step, value) in expected.enumerated() {
        #expect(abs(rate.at(step) - value) <= 1e-12 * 0.1, "\(schedule.name), step \(step)")
      }
    }
  }

  @Test("A step falls at epochs of training, those of the warm-up counted")
  func stepAfterWarmup() {
    let rate = LearningRate(
      base: 0.1, schedule: .step(.at([2, 3]), factor: 0.5), warmupSteps: 2, epochs: 4, stepsPerEpoch: 2)
    #expect((0..<8).map { rate.at($0) } == [0.05, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025])
  }

  @Test("By epoch, a curve moves on at the beginning of epochs, also when a warm-up ends within one")
  func byEpochAfterWarmup() {
    let rate = LearningRate(
      base: 0.1, schedule: .polynomial(power: 1, minimum: 0), by: .epoch, warmupSteps: 1, epochs: 3,
      stepsPerEpoch: 2)
    let expected = [0.1, 0.1, 0.08, 0.08, 0.04, 0.04]
    #expect(zip((0..<6).map { rate.at($0) }, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("The shortest one-cycle trainings have learning rates")
  func shortCycles() {
    for epochs in 1...10 {
      let rate = LearningRate(base: 0.1, schedule: .oneCycle(.init()), epochs: epochs, stepsPerEpoch: 1)
      let rates = (0..<epochs).map { rate.at($0) }
      #expect(rates.allSatisfy { $0 > 0 && $0 <= 0.1 })
      #expect(abs((rates.last ?? 0) - 0.1 / 25 / 1e4) < 1e-15)
    }
  }

  @Test("The warm-up rises in equal steps to the base, and the schedule has the rest")
  func warmup() {
    #expect(rates(.constant, warmup: 4, steps: 6) == [0.025, 0.05, 0.075, 0.1, 0.1, 0.1])
    let cosine = rates(.cosine(minimum: 0.02), warmup: 2, steps: 6)
    #expect(cosine == [0.05, 0.1] + rates(.cosine(minimum: 0.02), steps: 4))
  }

  @Test("Beyond its end a schedule stays at its last value")
  func beyond() {
    let rate = LearningRate(
      base: 0.1, schedule: .cosine(minimum: 0.02), warmupSteps: 3, epochs: 3, stepsPerEpoch: 1)
    #expect(rate.at(2) == 0.1)
    #expect(rate.at(9) == 0.02)
  }
}
