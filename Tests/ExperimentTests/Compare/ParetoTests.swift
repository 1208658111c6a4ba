import Testing

@testable import Experiment

@Suite("Score against cost")
struct ParetoTests {
  /// A configuration whose seeds differ by a little.
  private func configuration(_ id: Int, _ score: Double, parameters: Int, seeds: Int = 3) throws
    -> Effects.Observation
  {
    let rows = (0..<seeds).map { seed in
      (0..<4).map { image in score + 0.002 * Double(seed - 1) + 0.001 * Double((seed + image + id) % 3) }
    }
    return try observation(id, ["k": "\(id)"], rows, parameters: parameters)
  }

  @Test("On the front is what nothing cheaper beats, the cheapest first")
  func front() throws {
    let pareto = Effects.Pareto(
      of: [
        try configuration(0, 0.8, parameters: 100), try configuration(1, 0.7, parameters: 10),
        try configuration(2, 0.6, parameters: 50), try configuration(3, 0.9, parameters: 1000),
      ], higherIsBetter: true)
    #expect(pareto.parameters == [1, 0, 3])
    #expect(pareto.seconds == [])
    #expect(pareto.flops == [])
    #expect(pareto.steps.map(\.from) == [1, 0])
    #expect(pareto.steps.map(\.to) == [0, 3])
    #expect(pareto.steps.map(\.times) == [10, 10])
    #expect(pareto.steps.allSatisfy { $0.isShown && abs($0.gain.mean - 0.1) < 0.002 })
    #expect(pareto.undecided == [])
  }

  @Test("A step or a distance within the interval is said to be so")
  func doubt() throws {
    let pareto = Effects.Pareto(
      of: [
        try configuration(0, 0.8, parameters: 10), try configuration(1, 0.8015, parameters: 100),
        try configuration(2, 0.7995, parameters: 50), try configuration(3, 0.6, parameters: 50),
      ], higherIsBetter: true)
    #expect(pareto.parameters == [0, 1])
    #expect(pareto.steps.map(\.isShown) == [false])
    #expect(pareto.undecided.map(\.configuration) == [2])
    #expect(pareto.undecided.map(\.beatenBy) == [0])
  }

  @Test("Where lower is better, the front falls, and a gain is still above 0")
  func lowerIsBetter() throws {
    let pareto = Effects.Pareto(
      of: [try configuration(0, 0.5, parameters: 10), try configuration(1, 0.3, parameters: 20)],
      higherIsBetter: false)
    #expect(pareto.parameters == [0, 1])
    #expect(abs((pareto.steps.first?.gain.mean ?? 0) - 0.2) < 0.002)
  }

  @Test("With one seed no step is shown")
  func oneSeed() throws {
    let pareto = Effects.Pareto(
      of: [
        try configuration(0, 0.5, parameters: 10, seeds: 1),
        try configuration(1, 0.9, parameters: 20, seeds: 1),
      ], higherIsBetter: true)
    #expect(pareto.steps.map(\.isShown) == [false])
  }
}
