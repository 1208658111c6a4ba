import Testing

@testable import Experiment

@Suite("What swept keys do")
struct EffectTests {
  /// A grid of two keys with the score of each cell, and a small spread over seeds and images that repeats itself.
  private func grid(
    _ depths: [String] = ["2", "3", "4"], _ losses: [String] = ["ce", "dice"], seeds: Int = 3,
    _ score: (Int, Int) -> Double?
  ) throws -> [Effects.Observation] {
    var result: [Effects.Observation] = []
    for (a, depth) in depths.enumerated() {
      for (b, loss) in losses.enumerated() {
        guard let mean = score(a, b) else { continue }
        let rows = (0..<seeds).map { seed in
          (0..<5).map { image in
            mean + 0.002 * Double((seed * 7 + a * 3 + b * 5) % 5 - 2) + 0.01 * Double(image - 2)
              + 0.001 * Double((image * 3 + seed * 2 + a + b) % 4 - 1)
          }
        }
        result.append(try observation(result.count, ["model.depth": depth, "loss": loss], rows))
      }
    }
    return result
  }

  private let keys = ["model.depth", "loss"]

  private func analyzed(
    of observations: [Effects.Observation], keys: [String], higherIsBetter: Bool = true
  ) -> Effects {
    Effects(
      of: observations, keys: keys.map { Comparison.Key(key: $0, label: $0, values: []) },
      higherIsBetter: higherIsBetter)
  }

  @Test("Effects that add up have their size, and no interaction is shown")
  func additive() throws {
    let effects = analyzed(
      of: try grid { 0.7 + 0.05 * Double($0) + 0.02 * Double($1) }, keys: keys)
    #expect(effects.main.map(\.key) == keys)
    let depth = effects.main[0]
    #expect((depth.best, depth.worst) == ("4", "2"))
    #expect(abs((depth.difference?.mean ?? 0) - 0.1) < 0.01)
    #expect((depth.p ?? 1) < 0.001)
    #expect((effects.main[1].p ?? 1) < 0.01)
    #expect((effects.interactions[0].p ?? 0) > 0.05)
    #expect(effects.importance[0].keys == ["model.depth"])
    #expect(effects.importance[0].share > 0.8)
    #expect(effects.notes == [])
  }

  @Test("Of a pure interaction no key has an effect by itself")
  func interaction() throws {
    let effects = analyzed(
      of: try grid(["2", "3"]) { $0 == $1 ? 0.8 : 0.7 }, keys: keys)
    #expect(effects.main.allSatisfy { ($0.p ?? 0) > 0.05 })
    #expect((effects.interactions[0].p ?? 1) < 0.001)
    #expect(
      effects.interactions[0].cells.map(\.values) == [
        ["2", "ce"], ["2", "dice"], ["3", "ce"], ["3", "dice"],
      ])
    #expect(effects.importance[0].keys == keys)
    #expect(effects.importance[0].share > 0.9)
  }

  @Test("Where lower is better, the best level is the lowest")
  func lowerIsBetter() throws {
    let effects = analyzed(of: try grid { a, _ in 0.7 + 0.05 * Double(a) }, keys: keys, higherIsBetter: false)
    #expect((effects.main[0].best, effects.main[0].worst) == ("2", "4"))
    #expect((effects.main[0].difference?.mean ?? 0) < -0.09)
  }

  @Test(
    "A key's p is that of its clearest difference, the better value first, which need not be that of the best and the worst"
  )
  func clearest() throws {
    // The best value is much better on some images, and worse on others.
    let offsets = [[0, 0, 0, 0, 0], [0.02, 0.02, 0.02, 0.02, 0.02], [-0.05, 0.09, -0.04, 0.08, 0.03]]
    let observations = try offsets.enumerated().map { place, offset in
      let rows = (0..<3).map { seed in
        offset.map { 0.7 + $0 + 0.001 * Double((seed + place) % 3) }
      }
      return try observation(place, ["model.depth": "\(place + 2)"], rows)
    }
    for higherIsBetter in [true, false] {
      let depth = analyzed(of: observations, keys: ["model.depth"], higherIsBetter: higherIsBetter).main[0]
      let clearest = try #require(depth.clearest(higherIsBetter: higherIsBetter))
      #expect(Set([depth.best, depth.worst]) == ["2", "4"])
      #expect([clearest.first, clearest.second] == (higherIsBetter ? ["3", "2"] : ["2", "3"]))
      #expect((clearest.interval.mean > 0) == higherIsBetter && abs(clearest.interval.mean) > 0.015)
      #expect((clearest.p ?? 1) < 0.05 && depth.p == clearest.p && clearest.isDifferent)
      #expect((depth.differences.first { $0.second == "4" }?.p ?? 0) > 0.05)
    }
  }

  @Test("With one seed there are ranges of images, no p, and nothing is called different")
  func oneSeed() throws {
    let effects = analyzed(
      of: try grid(seeds: 1) { a, _ in 0.7 + 0.05 * Double(a) }, keys: keys)
    #expect(effects.main.allSatisfy { $0.p == nil })
    #expect(effects.main[0].levels.allSatisfy { $0.interval.basis == .imagesOnly })
    #expect(effects.main[0].differences.allSatisfy { !$0.isDifferent })
    #expect(effects.notes == ["one seed: ranges are of the images only, and nothing is called better"])
  }

  @Test("Levels that are numbers stand by size, however they are written; others as they come")
  func order() {
    let factor = Factor(keys: ["k"], values: ["1e-2", "0.1", "10", "9", "0.01"])
    #expect(factor.levels == ["1e-2", "0.1", "9", "10"])
    #expect(factor.placement == [0, 1, 3, 2, 0])
    #expect(Factor(keys: ["k"], values: ["dice", "ce", "dice"]).levels == ["dice", "ce"])
    let declared = Factor(keys: ["k"], values: ["focal", "dice", "ce"], order: ["ce", "dice"])
    #expect(declared.levels == ["ce", "dice", "focal"])
  }

  @Test("Keys that move together are one")
  func zipped() throws {
    let rows = [[0.7, 0.72], [0.71, 0.7]]
    let observations = try [("2", "16"), ("3", "32"), ("4", "64")].enumerated().map { id, values in
      try observation(id, ["model.depth": values.0, "model.width": values.1], rows)
    }
    let effects = analyzed(of: observations, keys: ["model.depth", "model.width"])
    #expect(effects.main.map(\.key) == ["model.depth + model.width"])
    #expect(effects.main[0].levels.map(\.value) == ["2, 16", "3, 32", "4, 64"])
  }

  @Test("A key that another one fixes has no effect of its own")
  func nested() throws {
    let rows = [[0.7, 0.72], [0.71, 0.7]]
    let observations = try [("a", "batch"), ("b", "batch"), ("c", "group")].enumerated().map { id, values in
      try observation(id, ["case": values.0, "model.norm": values.1], rows)
    }
    let effects = analyzed(of: observations, keys: ["case", "model.norm"])
    #expect(effects.main.map(\.key) == ["case"])
    #expect(effects.notes == ["model.norm is fixed by case, and has no effect of its own"])
  }

  @Test("What cannot be told apart is refused in words")
  func confounded() throws {
    // Two halves of a grid that have no level in common.
    let full = try grid(["2", "3", "4", "5"], ["a", "b", "c", "d"]) { ($0 < 2) == ($1 < 2) ? 0.7 : nil }
    let effects = analyzed(of: full, keys: keys)
    #expect(effects.main.isEmpty)
    #expect(effects.interactions.isEmpty)
    #expect(effects.importance.isEmpty)
    #expect(
      effects.notes == [
        "8 of 16 combinations are there: main effects are those of a model in which the keys' effects add up",
        "the effect of model.depth cannot be told from those of other keys: too few of the 16 combinations are there",
        "the effect of loss cannot be told from those of other keys: too few of the 16 combinations are there",
        "importance shares need every combination of values: 8 of 16 are missing or have no score",
      ])
  }

  @Test("A missing cell doesn't bend the means of its levels")
  func unbalanced() throws {
    let effects = analyzed(
      of: try grid { a, b in a == 2 && b == 1 ? nil : 0.7 + 0.05 * Double(a) + 0.1 * Double(b) }, keys: keys)
    let means = effects.main[0].levels.map(\.interval.mean)
    #expect(abs(means[2] - means[1] - 0.05) < 0.01)
    #expect(effects.importance.isEmpty)
  }

  @Test(
    "Drawn numbers have a rank correlation and no levels; what is chosen beside them is held against their spread"
  )
  func drawn() throws {
    let observations = try (0..<20).map { id in
      let rate = 0.0001 * Double(id * 7 % 20 + 1)
      let loss = id % 2 == 0 ? "ce" : "dice"
      let score = 0.9 - 20 * rate + (id % 2 == 0 ? 0 : 0.001)
      return try observation(
        id, ["optimizer.learning_rate": "\(rate)", "loss": loss],
        [[score, score + 0.01], [score + 0.002, score]])
    }
    let effects = analyzed(of: observations, keys: ["optimizer.learning_rate", "loss"])
    #expect(effects.correlations?.map(\.key) == ["optimizer.learning_rate"])
    #expect((effects.correlations?[0].rho ?? 0) < -0.9)
    #expect(effects.correlations?[0].configurations == 20)
    #expect(effects.main.map(\.key) == ["loss"])
    #expect((effects.main[0].p ?? 0) > 0.05)
    #expect(effects.importance.isEmpty)
    #expect(
      effects.notes == [
        "values of optimizer.learning_rate are drawn, so there are rank correlations in place of levels",
        "configurations with the same levels differ in other keys: how much is what the levels are held against",
        "importance shares need a grid, and have no meaning where values are drawn",
      ])
  }

  @Test("Shares of keys that do nothing are small, whatever their number")
  func noise() throws {
    var state: UInt64 = 3
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) - 0.5
    }
    var shares: [Double] = []
    for _ in 0..<20 {
      let observations = try (0..<27).map { id in
        try observation(
          id, ["a": "\(id % 3)", "b": "\(id / 3 % 3)", "c": "\(id / 9)"],
          (0..<3).map { _ in (0..<4).map { _ in 0.7 + 0.1 * random() } })
      }
      let effects = analyzed(of: observations, keys: ["a", "b", "c"])
      shares.append(1 - (effects.noise ?? 0))
    }
    // Without subtracting what chance gives, all of it would be a share of some key: 1.
    #expect(shares.reduce(0, +) / 20 < 0.3)
  }

  @Test("Effects go through JSON unchanged")
  func coding() throws {
    let effects = analyzed(of: try grid { a, _ in 0.7 + 0.05 * Double(a) }, keys: keys)
    let data = try JSONFormat.encode(effects)
    #expect(try JSONFormat.decode(Effects.self, from: data) == effects)
  }
}
