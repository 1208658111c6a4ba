@testable import Experiment
import Foundation
import Testing

/// Tables whose numbers are the same on every machine.
private func tables(_ count: Int, seeds: Int, images: Int, apart: Double = 0) -> [ScoreTable] {
  (0..<count).compactMap { table in
    ScoreTable(
      (0..<seeds).map { seed in
        (0..<images).map { image in
          let place = Double(1 + table * 97 + seed * 31)
          return 0.8 + apart * Double(table) + 0.02 * sin(place * 12.9898)
            + 0.05 * sin(Double(image) * 7.1) + 0.02 * sin((place + 57) * Double(image + 3) * 3.7)
        }
      })
  }
}

@Suite("What differences may claim")
struct ContrastRuleTests {
  @Test("A table is refused that is empty, ragged, or has no finite numbers")
  func refused() {
    #expect(ScoreTable([]) == nil)
    #expect(ScoreTable([[]]) == nil)
    #expect(ScoreTable([[1, 2], [3]]) == nil)
    #expect(ScoreTable([[1, .nan]]) == nil)
    #expect(ScoreTable(scores: [1, .infinity]) == nil)
    #expect(ScoreTable([[1, 2]], folds: [0]) == nil)
  }

  @Test("One seed: ranges are of images only, and nothing is called better")
  func oneSeed() throws {
    let contrast = Contrast(
      tables(3, seeds: 1, images: 8, apart: 0.5), reference: .best(higherIsBetter: true))
    #expect(contrast.intervals.map(\.basis) == [.imagesOnly, .imagesOnly, .imagesOnly])
    #expect(contrast.differences.map(\.reference) == [2, 2])
    for difference in contrast.differences {
      #expect(difference.interval.basis == .imagesOnly)
      #expect(difference.interval.halfWidth ?? 1 < 0.5)
      #expect(!difference.isDifferent && difference.p == nil && difference.moreSeeds == nil)
    }
  }

  @Test("The best is one with two seeds, if any is; beside it one seed proves nothing")
  func bestIsReplicated() throws {
    let all =
      tables(2, seeds: 3, images: 8)
      + tables(1, seeds: 1, images: 8).map { table in
        ScoreTable(table.values.map { $0.map { $0 + 1 } }) ?? table
      }
    let contrast = Contrast(all, reference: .best(higherIsBetter: true))
    #expect(contrast.differences.allSatisfy { $0.reference < 2 })
    let single = try #require(contrast.differences.last)
    #expect(single.index == 2 && !single.isDifferent && single.p == nil)
  }

  @Test(
    "One image: the range is of seeds only; one value has none; other numbers of images leave the images out")
  func fewImages() throws {
    #expect(try Interval(#require(ScoreTable([[0.5], [0.6]]))).basis == .seedsOnly)
    let single = Interval(try #require(ScoreTable([[0.5]])))
    #expect(single == Interval(mean: 0.5))
    let mixed = Contrast(
      tables(1, seeds: 3, images: 8) + tables(1, seeds: 3, images: 4), reference: .baseline(0))
    #expect(mixed.differences.map(\.interval.basis) == [.seedsOnly])
    #expect(Contrast([], reference: .best(higherIsBetter: true)).differences.isEmpty)
    #expect(Contrast(tables(2, seeds: 2, images: 2), reference: .baseline(7)).differences.isEmpty)
  }

  @Test("Identical tables are not different; tables far apart are, in the metric's own direction")
  func extremes() throws {
    let same = tables(1, seeds: 3, images: 8)
    let equal = try #require(Contrast(same + same, reference: .baseline(0)).differences.first)
    #expect(!equal.isDifferent && equal.interval.mean == 0)
    #expect(equal.p == 1)
    let constant = try #require(ScoreTable([[0.5, 0.5], [0.5, 0.5]]))
    let flat = try #require(Contrast([constant, constant], reference: .baseline(0)).differences.first)
    #expect(!flat.isDifferent && flat.p == 1)
    let apart = tables(3, seeds: 3, images: 8, apart: 0.5)
    let up = Contrast(apart, reference: .best(higherIsBetter: true))
    #expect(up.differences.map(\.reference) == [2, 2])
    #expect(up.differences.allSatisfy { $0.isDifferent && $0.interval.mean < 0 && $0.moreSeeds == nil })
    let down = Contrast(apart, reference: .best(higherIsBetter: false))
    #expect(down.differences.map(\.reference) == [0, 0])
    #expect(down.differences.allSatisfy { $0.isDifferent && $0.interval.mean > 0 })
  }

  @Test("So many more seeds bring half the range down to what is worth while, and one fewer does not")
  func moreSeeds() throws {
    let made = tables(2, seeds: 3, images: 40)
    let gap = made[1].mean - made[0].mean
    let both = [made[0], try #require(ScoreTable(made[1].values.map { $0.map { $0 - gap } }))]
    let model = DifferenceModel(both)
    let worthwhile = 0.008
    let difference = try #require(
      Contrast(both, reference: .baseline(0), worthwhile: worthwhile).differences.first)
    let more = try #require(difference.moreSeeds)
    #expect(more > 0 && !difference.needsMoreImages)
    func half(_ more: Int) throws -> Double {
      let error = try #require(model.uncertainties(of: 1, less: 0)(more))
      return error.standardError * StudentT.critical(0.05, degreesOfFreedom: error.degreesOfFreedom)
    }
    #expect(try half(more) <= worthwhile)
    #expect(try half(more - 1) > worthwhile * 0.98)
    let easy = Contrast(both, reference: .baseline(0), worthwhile: 1).differences.first
    #expect(easy?.moreSeeds == 0 && easy?.needsMoreImages == false)
  }

  @Test("Where configurations fare differently with few images, more images are asked for, not seeds")
  func moreImages() throws {
    let first = try #require(ScoreTable([[0.1, 0.9, 0.5, 0.2], [0.12, 0.9, 0.5, 0.2]]))
    let second = try #require(ScoreTable([[0.9, 0.1, 0.4, 0.6], [0.9, 0.12, 0.4, 0.6]]))
    let difference = try #require(Contrast([first, second], reference: .baseline(0)).differences.first)
    #expect(difference.needsMoreImages && difference.moreSeeds == nil && !difference.isDifferent)
  }

  @Test("A fold of a cross-validation is one column, and the mean of a row stays what it is")
  func folds() throws {
    let values = [[0.1, 0.2, 0.6, 0.7, 0.8], [0.2, 0.2, 0.5, 0.7, 0.9]]
    let table = try #require(ScoreTable(values, folds: [1, 1, 0, 0, 0]))
    #expect(table.imageCount == 2 && table.seedCount == 2)
    for (row, mean) in zip(values, table.scores) {
      #expect(abs(row.reduce(0, +) / 5 - mean) < 1e-12)
    }
    let even = try #require(ScoreTable([[1, 3, 5, 9]], folds: [0, 0, 1, 1]))
    #expect(even.values == [[2, 7]])
  }

  @Test("Whether anything is found is what the differences say")
  func finds() {
    for apart in [0, 0.01, 0.02, 0.04] {
      for reference in [Contrast.Reference.baseline(0), .best(higherIsBetter: true)] {
        let all = tables(4, seeds: 3, images: 12, apart: apart)
        let found = Contrast(all, reference: reference).differences.contains(where: \.isDifferent)
        #expect(Contrast.findsDifference(in: all, reference: reference) == found)
      }
    }
  }
}

@Suite("What changes no statistics")
struct ContrastPropertyTests {
  private let all = tables(4, seeds: 3, images: 10, apart: 0.01)

  private func halves(_ tables: [ScoreTable]) -> [Double] {
    Contrast(tables, reference: .baseline(0)).differences.compactMap(\.interval.halfWidth)
  }

  private func changed(_ change: ([[Double]]) -> [[Double]]) -> [ScoreTable] {
    all.compactMap { ScoreTable(change($0.values)) }
  }

  @Test("The order of seeds, of images and of configurations changes nothing")
  func order() throws {
    let expected = halves(all)
    for other in [changed { $0.reversed() }, changed { $0.map { $0.reversed() } }] {
      #expect(zip(halves(other), expected).allSatisfy { agree($0, $1, within: 1e-9) })
    }
    let turned = halves([all[0], all[3], all[1], all[2]])
    #expect(agree(turned[0], expected[2]) && agree(turned[1], expected[0]) && agree(turned[2], expected[1]))
  }

  @Test("A shift of all scores moves means alone; a factor stretches all")
  func shiftAndScale() throws {
    let expected = halves(all)
    #expect(expected.count == 3)
    #expect(zip(halves(changed { $0.map { $0.map { $0 + 3 } } }), expected).allSatisfy { agree($0, $1) })
    #expect(
      zip(halves(changed { $0.map { $0.map { $0 * 100 } } }), expected).allSatisfy { agree($0, 100 * $1) })
    let mean = Interval(all[0])
    let moved = Interval(try #require(changed { $0.map { $0.map { 100 * $0 - 3 } } }.first))
    #expect(agree(moved.mean, 100 * mean.mean - 3))
    #expect(try agree(#require(moved.low), 100 * #require(mean.low) - 3))
    #expect(try agree(#require(moved.degreesOfFreedom), #require(mean.degreesOfFreedom)))
  }

  @Test("As JSON a difference has the names of the report, and leaves out what is not known")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let interval = try encoder.encode(Interval(mean: 0.5))
    #expect(String(decoding: interval, as: UTF8.self) == #"{"basis":"none","mean":0.5}"#)
    let contrast = Contrast(all, reference: .baseline(0))
    let text = String(decoding: try encoder.encode(contrast.differences[0]), as: UTF8.self)
    for name in [
      "is_different", "needs_more_images", "degrees_of_freedom", "standard_error", "seeds_and_images",
    ] {
      #expect(text.contains("\"\(name)\""), "\(name)")
    }
    #expect(try JSONDecoder().decode(Difference.self, from: Data(text.utf8)).index == 1)
  }
}

@Suite("Leaving one image out")
struct JackknifeTests {
  @Test("A mean over images gives its own values back")
  func mean() throws {
    let values = [0.2, 0.5, 0.9, 0.7]
    let found = try #require(
      Jackknife.pseudoValues(count: 4) { left in
        let kept = values.indices.filter { $0 != left }.map { values[$0] }
        return kept.reduce(0, +) / Double(kept.count)
      })
    #expect(zip(found, values).allSatisfy { agree($0, $1) })
  }

  @Test("The mean of an IoU's values is the IoU of all images, and a large image weighs more")
  func ratio() throws {
    let (hits, all) = ([90.0, 5, 40], [100.0, 10, 50])
    func iou(_ left: Int?) -> Double? {
      let kept = hits.indices.filter { $0 != left }
      return kept.reduce(0) { $0 + hits[$1] } / kept.reduce(0) { $0 + all[$1] }
    }
    let found = try #require(Jackknife.pseudoValues(count: 3, score: iou))
    #expect(agree(found.reduce(0, +) / 3, 135 / 160))
    #expect(agree(found[0], 135.0 / 160 + 2 * ((45.0 / 60 + 130.0 / 150 + 95.0 / 110) / 3 - 45.0 / 60)))
  }

  @Test("There are none where a score has no value without some image, nor of one image")
  func none() {
    #expect(Jackknife.pseudoValues(count: 1) { _ in 0.5 } == nil)
    #expect(Jackknife.pseudoValues(count: 3) { $0 == 1 ? nil : 0.5 } == nil)
    #expect(Jackknife.pseudoValues(count: 3) { $0 == nil ? .nan : 0.5 } == nil)
  }
}
