import Foundation
import Testing

@testable import Experiment

/// What statsmodels 0.15.0 and SciPy 1.17.1 say, as Scripts/make_effect_fixtures.py wrote it down.
private struct EffectFixture: Decodable {
  struct Cell: Decodable {
    let settings: [String: String]
    let rows: [[Double]]
  }

  struct Level: Decodable {
    let value: String
    let mean, low, high: Double
  }

  struct Difference: Decodable {
    let first, second: String
    let mean, low, high, p: Double
  }

  struct Main: Decodable {
    let key: String
    let p: Double
    let levels: [Level]
    let differences: [Difference]
  }

  struct Interaction: Decodable {
    let keys: [String]
    let p: Double
  }

  struct Analysis: Decodable, CustomTestStringConvertible {
    let name: String
    let keys: [String]
    let cells: [Cell]
    let main: [Main]
    let interactions: [Interaction]

    var testDescription: String { name }
  }

  struct Term: Decodable {
    let keys: [String]
    let f, share, df: Double
  }

  struct Crossed: Decodable, CustomTestStringConvertible {
    let name: String
    let keys: [String]
    let cells: [Cell]
    let terms: [Term]

    var testDescription: String { name }
  }

  struct Correlation: Decodable, CustomTestStringConvertible {
    let name: String
    let values: [String]
    let scores: [Double]
    let rho, p, low, high: Double

    var testDescription: String { name }
  }

  let analyses: [Analysis]
  let crossed: [Crossed]
  let correlations: [Correlation]

  static func load() throws -> EffectFixture {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    return try JSONDecoder().decode(
      EffectFixture.self, from: Data(contentsOf: folder.appendingPathComponent("effects.json")))
  }
}

@Suite("Effects beside statsmodels and SciPy")
struct EffectFixtureTests {
  private let fixture: EffectFixture

  init() throws { fixture = try EffectFixture.load() }

  private func effects(_ cells: [EffectFixture.Cell], _ keys: [String]) throws -> Effects {
    let observations = try cells.enumerated().map { id, cell in
      try observation(id, cell.settings, cell.rows)
    }
    return Effects(
      of: observations,
      keys: keys.map { Comparison.Key(key: $0, label: $0, values: ["2", "3", "4", "ce", "dice", "x", "y"]) },
      higherIsBetter: true)
  }

  @Test(
    "Means of levels and their ranges are those of an analysis of variance, and the p of a key is the least of its differences"
  )
  func analyses() throws {
    #expect(fixture.analyses.count == 5)
    for analysis in fixture.analyses {
      let found = try effects(analysis.cells, analysis.keys)
      #expect(found.main.map(\.key) == analysis.keys)
      for (own, expected) in zip(found.main, analysis.main) {
        #expect(isClose(own.p, expected.p), "\(analysis.name), \(own.key)")
        #expect(own.levels.map(\.value) == expected.levels.map(\.value))
        for (level, reference) in zip(own.levels, expected.levels) {
          #expect(isClose(level.interval.mean, reference.mean), "\(analysis.name), \(own.key)")
          #expect(isClose(level.interval.low, reference.low), "\(analysis.name), \(own.key)")
          #expect(isClose(level.interval.high, reference.high), "\(analysis.name), \(own.key)")
        }
      }
    }
  }

  @Test("Differences of levels are those of Tukey and Kramer")
  func differences() throws {
    for analysis in fixture.analyses {
      for (own, expected) in zip(try effects(analysis.cells, analysis.keys).main, analysis.main) {
        #expect(own.differences.map(\.first) == expected.differences.map(\.first))
        #expect(own.differences.map(\.second) == expected.differences.map(\.second))
        for (difference, reference) in zip(own.differences, expected.differences) {
          #expect(isClose(difference.interval.mean, reference.mean), "\(analysis.name), \(own.key)")
          #expect(isClose(difference.interval.low, reference.low), "\(analysis.name), \(own.key)")
          #expect(isClose(difference.interval.high, reference.high), "\(analysis.name), \(own.key)")
          #expect(isClose(difference.p, reference.p), "\(analysis.name), \(own.key)")
        }
      }
    }
  }

  @Test("Interactions have the p of an analysis of variance, and none is told where a combination is missing")
  func interactions() throws {
    for analysis in fixture.analyses {
      let found = try effects(analysis.cells, analysis.keys).interactions
      #expect(found.map(\.keys) == analysis.interactions.map(\.keys), "\(analysis.name)")
      for (own, expected) in zip(found, analysis.interactions) {
        #expect(isClose(own.p, expected.p), "\(analysis.name), \(own.keys)")
      }
    }
  }

  @Test(
    "Over seeds and images at once, F is that of the mean squares of the mixed model, and shares are what it leaves"
  )
  func crossed() throws {
    #expect(fixture.crossed.count == 2)
    for example in fixture.crossed {
      let found = try effects(example.cells, example.keys)
      for term in example.terms {
        let share = try #require(found.importance.first { $0.keys == term.keys }?.share)
        #expect(isClose(share, term.share), "\(example.name), \(term.keys)")
        let p =
          term.keys.count == 1
          ? found.main.first { $0.key == term.keys[0] }?.p
          : found.interactions.first { $0.keys == term.keys }?.p
        // Of a key with more than two values it is another test.
        guard term.keys.count == 2 || term.df == 1 else { continue }
        // The degrees of freedom are a choice of ours: of images alone, and of images and seeds together, they bound it.
        let cells = Double(example.cells.count)
        let (seeds, images) = (Double(example.cells[0].rows.count), Double(example.cells[0].rows[0].count))
        let (few, many) = (
          min(cells * (seeds - 1), term.df * (images - 1)), cells * (seeds - 1) + term.df * (images - 1)
        )
        let known = try #require(p)
        #expect(known <= FisherF.upperTail(term.f, term.df, few) + 1e-9, "\(example.name), \(term.keys)")
        #expect(known >= FisherF.upperTail(term.f, term.df, many) - 1e-9, "\(example.name), \(term.keys)")
      }
      let sum = found.importance.reduce(0) { $0 + $1.share } + (found.noise ?? 0) + (found.higherOrder ?? 0)
      #expect(abs(sum - 1) < 1e-12)
    }
  }

  @Test("Rank correlations are SciPy's, also with ties")
  func correlations() throws {
    #expect(fixture.correlations.count == 2)
    for example in fixture.correlations {
      let own = Effects.Correlation(of: Factor(keys: ["k"], values: example.values), scores: example.scores)
      #expect(isClose(own.rho, example.rho), "\(example.name)")
      #expect(isClose(own.p, example.p), "\(example.name)")
      #expect(isClose(own.low, example.low), "\(example.name)")
      #expect(isClose(own.high, example.high), "\(example.name)")
    }
  }
}

/// A configuration with scores by seed and image.
func observation(
  _ id: Int, _ settings: [String: String], _ rows: [[Double]], parameters: Int? = nil, seconds: Double? = nil
) throws -> Effects.Observation {
  Effects.Observation(
    id: id, settings: settings, table: try #require(ScoreTable(rows)),
    cost: Comparison.Cost(
      parameters: parameters, flops: nil, secondsPerEpoch: seconds, epochs: nil, seconds: nil))
}

/// Whether a number is the expected one to 1e-6.
func isClose(_ value: Double?, _ expected: Double) -> Bool {
  value.map { abs($0 - expected) < 1e-6 } ?? false
}
