import Testing

@testable import Images

@Suite("Stratified splits spread every class")
struct StratificationTests {
  /// Masks of one row with these values.
  private func samples(_ folder: TemporaryFolder, _ masks: [[UInt8]]) throws -> [Sample] {
    try masks.enumerated().map { index, values in
      let bytes = try grey([values]).encodedPNG()
      let path = try folder.write(bytes, to: "\(index).png")
      return Sample(id: String(index), imagePath: path, maskPath: path)
    }
  }

  private func divide(_ part: Split.Part, test: Split.Part? = nil, _ samples: [Sample]) throws
    -> Split.Division
  {
    let classes = ClassMap(
      classes: [("background", [.grey(0)]), ("cell", [.grey(1)]), ("rare", [.grey(2)])], ignore: [.grey(9)])
    return try Split(validation: part, test: test).divide(
      samples, decoding: DecodedCache(SampleReader(classes: classes)), threads: 2)
  }

  /// Thirty masks, three of which have the class 2; 9 is ignored.
  private func rareMasks(_ folder: TemporaryFolder) throws -> [Sample] {
    try samples(folder, (0..<30).map { [0, $0 % 2, [4, 17, 18].contains($0) ? 2 : 9] })
  }

  private let rare: Set<String> = ["4", "17", "18"]

  @Test("A class in 3 of 30 images stands on both sides, whatever the seed, and plain draws leave it out")
  func rareClass() throws {
    let folder = try TemporaryFolder()
    let found = try rareMasks(folder)
    var withoutRule = 0
    for seed: UInt64 in 0..<12 {
      for (part, count) in [(0.1, 3), (0.2, 6)] {
        let draw = Split.Draw(seed: seed, isStratified: true)
        let division = try divide(.fraction(part, draw), found)
        #expect(division.validation.count == count)
        #expect(division.training.count == 30 - count)
        #expect(division.validation.count { rare.contains($0.id) } == 1)
        #expect(abs(division.validation.count { (Int($0.id) ?? 0) % 2 == 1 } - count / 2) <= 1)
      }
      let plain = try divide(.fraction(0.2, Split.Draw(seed: seed)), found)
      if !plain.validation.contains(where: { rare.contains($0.id) }) { withoutRule += 1 }
    }
    #expect(withoutRule > 0)
  }

  @Test("The seed draws, and the same seed draws the same")
  func seeds() throws {
    let folder = try TemporaryFolder()
    let masks = try rareMasks(folder)
    let ids = try (0..<6 as Range<UInt64>).map { seed in
      try divide(.fraction(0.2, Split.Draw(seed: seed % 3, isStratified: true)), masks).validation.map(\.id)
    }
    #expect(Array(ids.prefix(3)) == Array(ids.suffix(3)))
    #expect(Set(ids).count == 3)
  }

  @Test("Every fold has the class, and test and validation too")
  func folds() throws {
    let folder = try TemporaryFolder()
    let found = try rareMasks(folder)
    let draw = Split.Draw(isStratified: true)
    let folds = try (0..<3).map { try divide(.fold($0, of: 3, draw), found).validation }
    #expect(folds.map(\.count) == [10, 10, 10])
    #expect(folds.allSatisfy { $0.count { rare.contains($0.id) } == 1 })
    #expect(Set(folds.flatMap(\.self)).count == 30)
    let both = try divide(.fraction(0.2, draw), test: .fraction(0.1, draw), found)
    for part in [both.training, both.validation, both.test] {
      #expect(part.count { rare.contains($0.id) } == 1)
    }
  }

  @Test("With groups, a group has the classes of all its images")
  func groups() throws {
    let folder = try TemporaryFolder()
    let masks = try rareMasks(folder).enumerated().map { index, sample in
      Sample(id: "g\(index / 3)/\(index)", image: sample.image, masks: sample.masks)
    }
    for seed: UInt64 in 0..<6 {
      let draw = Split.Draw(seed: seed, grouping: .pattern("^(g\\d+)"), isStratified: true)
      let division = try divide(.fraction(0.2, draw), masks)
      let groups = Set(division.validation.map { $0.id.prefix { $0 != "/" } })
      #expect(groups.count == 2)
      #expect(division.validation.count == 6)
      // 4 is in g1, 17 and 18 in g5 and g6.
      #expect(groups.intersection(["g1", "g5", "g6"]).count == 1)
    }
  }

  @Test("The parts have exactly their sizes, and no class is off by more than its rounding and one")
  func sizes() {
    for seed: UInt64 in 0..<20 {
      var stream = RandomStream(seed: seed, purpose: .synthesis)
      let classes = (0..<57).map { _ in (0..<6).filter { stream.chance(0.05 * Double($0 + 1)) } }
      for sizes in [[11, 46], [12, 11, 11, 12, 11], [57, 0], [1, 56]] {
        let parts = Stratification.parts(of: classes, sizes: sizes)
        #expect(sizes.indices.map { part in parts.count { $0 == part } } == sizes)
      }
    }
  }

  @Test("Single classes are spread as evenly as can be")
  func even() {
    let classes = (0..<40).map { [$0 % 4] }
    let parts = Stratification.parts(of: classes, sizes: [10, 30])
    let counts = (0..<4).map { label in (0..<40).count { $0 % 4 == label && parts[$0] == 0 } }
    #expect(counts.sorted() == [2, 2, 3, 3])
    #expect(Stratification.parts(of: [[], [], []], sizes: [1, 2]).sorted() == [0, 1, 1])
    #expect(Stratification.parts(of: [], sizes: [0, 0]) == [])
  }
}
