import Foundation
import Images
import Testing

@Suite("Maps that losses need of a mask")
struct MaskMapTests {
  /// One of the masks whose maps Scripts/make_image_fixtures.py computes with SciPy.
  private struct Case: Decodable {
    let width, height: Int
    let mask: [UInt8]
    let w0, sigma: Double
    let border: [Float]
    let distances: [[Float]]

    func classMask() throws -> ClassMask {
      try #require(ClassMask(size: size(width, height), indices: mask))
    }
  }

  private func cases() throws -> [Case] {
    let cases = try JSONDecoder().decode([Case].self, from: Data(fixtureBytes("maps.json")))
    #expect(cases.count == 8)
    return cases
  }

  private func greatestDifference(_ a: [Float], _ b: [Float]) -> Float {
    a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }

  @Test("The weights of borders between objects are SciPy's")
  func borderWeights() throws {
    for each in try cases() {
      let weights = BorderWeights(w0: each.w0, sigma: each.sigma)(try each.classMask())
      #expect(greatestDifference(weights, each.border) < 1e-5, "\(each.width) x \(each.height)")
    }
  }

  @Test("The signed distances to each class are SciPy's")
  func signedDistances() throws {
    for each in try cases() {
      let distances = SignedDistances.of(try each.classMask(), classes: 3)
      #expect(
        greatestDifference(distances, each.distances.flatMap(\.self)) < 1e-5, "\(each.width) x \(each.height)"
      )
    }
  }

  @Test("With one channel, the signed distances are those to the index 1")
  func oneChannel() throws {
    let mask = try #require(ClassMask(size: size(4, 1), indices: [0, 1, 1, 255]))
    #expect(SignedDistances.of(mask, classes: 1) == [1, 0, -1, 0])
  }

  @Test("The gap between two objects weighs most, and the objects themselves nothing")
  func gap() throws {
    let mask = try #require(ClassMask(size: size(7, 1), indices: [1, 1, 0, 2, 0, 0, 0]))
    let weights = BorderWeights(w0: 10, sigma: 5)(mask)
    #expect([0, 1, 3].allSatisfy { weights[$0] == 0 })
    #expect(abs(weights[2] - 10 * exp(-4 / 50)) < 1e-5)
    #expect(weights[2] > weights[4] && weights[4] > weights[5] && weights[5] > weights[6])
  }

  @Test("A reach beyond the mask, however large, is no error")
  func largeSigma() throws {
    let mask = try #require(ClassMask(size: size(3, 2), indices: [1, 0, 1, 0, 0, 0]))
    #expect(BorderWeights(w0: 1, sigma: 1e300)(mask) == [0, 1, 0, 1, 1, 1])
  }

  @Test("The pixels of each class are counted without ignored ones")
  func pixelCounts() throws {
    let mask = try #require(ClassMask(size: size(3, 2), indices: [2, 0, 255, 0, 0, 2]))
    #expect(mask.pixelCounts(classes: 3) == [3, 0, 2])
  }
}
