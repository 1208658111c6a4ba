import Foundation
import Images
import Testing

/// Scores of outlines that Scripts/make_metric_fixtures.py made with MONAI 1.6.1 and surface-distance 0.1.
private struct SurfaceFixture: Decodable {
  struct Values: Decodable {
    let boundaryF1: Double?
    let surfaceDice: Double?
    let hausdorff95: Double?

    private enum CodingKeys: String, CodingKey {
      case boundaryF1 = "boundary_f1"
      case surfaceDice = "surface_dice"
      case hausdorff95 = "hausdorff_95"
    }
  }

  struct Case: Decodable {
    let name: String
    let tolerance: Double
    let truth: [String]
    let prediction: [String]
    let classes: [Values]
  }

  let cases: [Case]
}

@Suite("Agreement of outlines")
struct SurfaceAgreementTests {
  @Test("Boundary F1, surface Dice and Hausdorff 95 equal MONAI's and DeepMind's, of every class")
  func references() throws {
    let cases = try JSONDecoder().decode(SurfaceFixture.self, from: Data(fixtureBytes("surfaces.json"))).cases
    #expect(cases.count == 11)
    for example in cases {
      let (truth, prediction) = (try mask(example.truth), try mask(example.prediction))
      let found = SurfaceAgreement.ofClasses(
        0..<example.classes.count, prediction: prediction, truth: truth, tolerance: example.tolerance,
        threads: 2)
      for (label, expected) in example.classes.enumerated() {
        let place = Comment("\(example.name), class \(label)")
        #expect(isClose(found[label]?.boundaryF1, expected.boundaryF1, within: 1e-12), place)
        #expect(isClose(found[label]?.surfaceDice, expected.surfaceDice, within: 1e-12), place)
        // MONAI has NaN where a class is only in one mask; there is a rule for that.
        let isInOne = expected.surfaceDice == 0 && expected.hausdorff95 == nil
        let distance = isInOne ? hypot(Double(truth.width), Double(truth.height)) : expected.hausdorff95
        // MONAI interpolates in float32.
        #expect(isClose(found[label]?.hausdorff95, distance, within: 1e-5), place)
      }
    }
  }

  private func isClose(_ found: Double?, _ expected: Double?, within tolerance: Double) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= tolerance * max(1, expected)
  }

  @Test("A class in only one of the masks has the worst scores, a class in neither has none")
  func absent() throws {
    let (nothing, something) = (
      try mask(["000", "000", "000", "000"]), try mask(["000", "010", "000", "000"])
    )
    for (prediction, truth) in [(nothing, something), (something, nothing)] {
      let found = SurfaceAgreement(of: 1, prediction: prediction, truth: truth, tolerance: 9)
      #expect(found?.boundaryF1 == 0)
      #expect(found?.surfaceDice == 0)
      #expect(found?.hausdorff95 == 5)
    }
    #expect(SurfaceAgreement(of: 1, prediction: nothing, truth: nothing, tolerance: 9) == nil)
    #expect(SurfaceAgreement(of: 2, prediction: nothing, truth: something, tolerance: 9) == nil)
  }

  @Test("A distance that equals the tolerance agrees")
  func tolerance() throws {
    let (left, right) = (try mask(["100000"]), try mask(["000100"]))
    #expect(SurfaceAgreement(of: 1, prediction: left, truth: right, tolerance: 3)?.boundaryF1 == 1)
    #expect(SurfaceAgreement(of: 1, prediction: left, truth: right, tolerance: 2.9)?.boundaryF1 == 0)
    #expect(SurfaceAgreement(of: 1, prediction: left, truth: right, tolerance: 3)?.hausdorff95 == 3)
  }

  @Test("A prediction under ignored pixels counts for nothing")
  func ignored() throws {
    let truth = try mask(["..000", "..011", "..011"])
    let inside = try mask(["11000", "11011", "11011"])
    let scores = SurfaceAgreement(of: 1, prediction: inside, truth: truth, tolerance: 0)
    #expect(scores?.boundaryF1 == 1)
    #expect(scores?.surfaceDice == 1)
    #expect(scores?.hausdorff95 == 0)
    #expect(
      SurfaceAgreement(of: 2, prediction: try mask(["22000"]), truth: try mask(["..000"]), tolerance: 0)
        == nil)
  }

  /// A digit is a class, a dot an ignored pixel.
  private func mask(_ rows: [String]) throws -> ClassMask {
    let indices = rows.joined().map { UInt8($0.wholeNumberValue ?? Int(ClassMask.ignored)) }
    return try #require(ClassMask(size: size(rows[0].count, rows.count), indices: indices))
  }
}
