import NeuralNets
import Testing

@Suite("Learning rates")
struct ScheduleTests {
  private func rates(_ schedule: Schedule, warmup: Int = 0, steps: Int) -> [Double] {
    let rate = LearningRate(base: 0.1, schedule: schedule, warmupSteps: warmup, totalSteps: steps)
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
    #expect(ending.learningRate(at: 1, from: 0.1) == 0.05)
    #expect(ending.learningRate(at: 0, from: 0.1) == 0.1)
  }

  @Test("The warm-up rises in equal steps to the base, and the schedule has the rest")
  func warmup() {
    #expect(rates(.constant, warmup: 4, steps: 6) == [0.025, 0.05, 0.075, 0.1, 0.1, 0.1])
    let cosine = rates(.cosine(minimum: 0.02), warmup: 2, steps: 6)
    #expect(cosine == [0.05, 0.1] + rates(.cosine(minimum: 0.02), steps: 4))
  }

  @Test("Beyond its end a schedule stays at its last value")
  func beyond() {
    let rate = LearningRate(base: 0.1, schedule: .cosine(minimum: 0.02), warmupSteps: 3, totalSteps: 3)
    #expect(rate.at(2) == 0.1)
    #expect(rate.at(9) == 0.02)
  }
}
