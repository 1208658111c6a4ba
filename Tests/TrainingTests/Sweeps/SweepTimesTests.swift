import Testing

@testable import Training

@Suite("How long each cell takes")
struct SweepTimesTests {
  private func cost(_ flops: Double, updates: Int = 10, epochs: Int = 2) -> CellCost {
    CellCost(
      parameters: 1,
      network: .success(
        .init(stepFlops: flops, flops: flops * Double(updates * epochs), memory: 1, disk: 1)),
      updates: updates, epochs: epochs)
  }

  @Test("follows the operations in a straight line, never below 0, and where that would fall the mean")
  func law() {
    let rising = TimeLaw([(1, 3), (3, 7)])
    #expect(rising.seconds(2) == 5)
    #expect(rising.seconds(10) == 21)
    let falling = TimeLaw([(1, 7), (3, 3)])
    #expect(falling.seconds(1) == 5)
    #expect(falling.seconds(100) == 5)
    #expect(TimeLaw([(10, 1), (20, 11)]).seconds(0) == 0, "not -9")
    #expect(TimeLaw([(5, 2)]).seconds(50) == 2)
  }

  @Test("is what was measured for a kind that was, and follows from the others for one that was not")
  func seconds() {
    let times = SweepTimes(
      [
        "small": .init(flops: 100, update: 0.1, rest: 1, once: 4),
        "large": .init(flops: 300, update: 0.5, rest: 3, once: 6),
      ], kinds: 3)
    // 4 + 2 · (10 · 0.1 + 1), and 5 + 2 · (10 · 0.3 + 2).
    #expect(times.seconds("small", cost(100)) == 8)
    #expect(times.seconds("between", cost(200)) == 15)
    #expect(times.count == 2)
  }

  @Test("is unknown where the operations are")
  func unknown() {
    let times = SweepTimes(["a": .init(flops: 1, update: 1, rest: 1, once: 1)], kinds: 1)
    let cost = CellCost(
      parameters: 1, network: .failure(.init(reason: "too large")), updates: 1, epochs: 1)
    #expect(times.seconds("b", cost) == nil)
  }

  @Test("is measured for at most six kinds, spread over their operations")
  func chosen() {
    let kinds = Dictionary(uniqueKeysWithValues: (0..<11).map { ("kind \($0)", Double($0)) })
    #expect(
      SweepTimes.chosen(from: kinds) == ["kind 0", "kind 2", "kind 4", "kind 6", "kind 8", "kind 10"])
    #expect(SweepTimes.chosen(from: ["b": 2, "a": 1]) == ["a", "b"])
  }
}
