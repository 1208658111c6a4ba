import Foundation
import Testing

/// What Scripts/make_statistics_fixtures.py made with SciPy 1.17.1 and statsmodels 0.15.0.
struct StatisticsFixture: Decodable {
  struct Student: Decodable {
    let t, df, twoSided, critical: Double
  }

  struct Fisher: Decodable {
    let f, df1, df2, tail, critical: Double
  }

  struct Range: Decodable {
    let q: Double
    let groups: Int
    let df: Double?
    let tail: Double
  }

  struct RangeCritical: Decodable {
    let groups: Int
    let df, critical: Double
  }

  struct Dunnett: Decodable {
    let d: Double
    let loadings: [Double]
    let df, tail: Double
  }

  struct Bartlett: Decodable {
    let groups: [[Double]]
    let p: Double
  }

  struct Mean: Decodable {
    let values: [[Double]]
    let mean, standardError, degreesOfFreedom, half: Double
  }

  struct Differences: Decodable {
    struct Expected: Decodable {
      let mean, standardError, degreesOfFreedom, p: Double
    }

    let tables: [[[Double]]]
    let differences: [Expected]
  }

  struct OneWay: Decodable {
    struct Pair: Decodable {
      let p, low, high: Double
      let index: Int
    }

    let name: String
    let groups: [[Double]]
    let bartlett: Double
    let best: Int
    let tukey: [Pair]
  }

  let student: [Student]
  let fisher: [Fisher]
  let range: [Range]
  let rangeCriticals: [RangeCritical]
  let dunnett: [Dunnett]
  let bartlett: [Bartlett]
  let means: [Mean]
  let differences: [Differences]
  let oneWay: [OneWay]

  static func load() throws -> StatisticsFixture {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      StatisticsFixture.self, from: Data(contentsOf: folder.appendingPathComponent("statistics.json")))
  }
}

/// Whether two numbers agree to six digits, or to 1e-9 where they are small.
func agree(_ a: Double, _ b: Double, within tolerance: Double = 1e-6) -> Bool {
  abs(a - b) <= max(tolerance * abs(b), 1e-9)
}
