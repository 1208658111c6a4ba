import Experiment
import Foundation
import Testing

/// Counts and scores that Scripts/make_metric_fixtures.py made with segmentation_models_pytorch 0.6.0.
private struct CountFixture: Decodable {
  struct Image: Decodable {
    let truth: [String]
    let prediction: [String]
  }

  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let classes: Int
    let images: [Image]
    let tp: [[Int]]
    let fp: [[Int]]
    let fn: [[Int]]
    let tn: [[Int]]
    let scores: [String: Double]?

    var testDescription: String { name }

    var scoring: Scoring { Scoring(classes: (0..<classes).map { "class \($0)" }) }

    /// The confusion matrix of each image, counted one pixel after the other.
    func matrices() throws -> [ConfusionMatrix] {
      try images.map { image in
        let side = scoring.side
        var counts = Array(repeating: 0, count: side * side)
        for (truth, prediction) in zip(image.truth.joined(), image.prediction.joined()) where truth != "." {
          counts[try #require(truth.wholeNumberValue) * side + #require(prediction.wholeNumberValue)] += 1
        }
        return try #require(ConfusionMatrix(side: side, counts: counts))
      }
    }
  }

  let cases: [Case]

  static func load() throws -> CountFixture {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    return try JSONDecoder().decode(
      CountFixture.self, from: Data(contentsOf: folder.appendingPathComponent("counts.json")))
  }
}

@Suite("Counts and scores beside segmentation_models_pytorch")
struct CountFixtureTests {
  private let cases: [CountFixture.Case]

  init() throws { cases = try CountFixture.load().cases }

  @Test("Counts of every image and class are equal, with ignored pixels, absent classes and one class too")
  func counts() throws {
    #expect(cases.count == 7)
    for example in cases {
      let counts = try example.matrices().map(example.scoring.counts(in:))
      #expect(counts.map { $0.map(\.truePositives) } == example.tp, "\(example.name)")
      #expect(counts.map { $0.map(\.falsePositives) } == example.fp, "\(example.name)")
      #expect(counts.map { $0.map(\.falseNegatives) } == example.fn, "\(example.name)")
      #expect(counts.map { $0.map(\.trueNegatives) } == example.tn, "\(example.name)")
    }
  }

  @Test("Macro and micro scores, of the data set and per image, are equal where no denominator is 0")
  func scores() throws {
    let scored = cases.filter { $0.scores != nil }
    #expect(scored.count == 5)
    for example in scored {
      let record = try example.scoring.record(
        of: example.matrices(), loss: LossRecord(total: nil, parts: [:]))
      let scores = try #require(example.scores)
      #expect(scores.count == 4 * CountScore.allCases.count)
      for (name, expected) in scores {
        let metric = try #require(Metric(rawValue: name))
        let found = try #require(record[metric])
        // Its own quotients are of float32.
        #expect(abs(found - expected) < 1e-6, "\(example.name): \(name) is \(found), not \(expected)")
      }
    }
  }
}
