import Diagnostics
import Images
import Testing

@Suite("Samples are divided into training, validation and test")
struct SplitTests {
  private func range(_ first: Int, _ last: Int) -> Split.Part {
    .ranges([Split.Positions(first: first, last: last)])
  }
  private func fraction(_ part: Double, seed: UInt64 = 0) -> Split.Part {
    .fraction(part, Split.Draw(seed: seed))
  }

  @Test("A range holds both of its ends, and there may be several")
  func ranges() throws {
    #expect(try Split(validation: range(2, 3)).words(numbered(5)) == "0 1 4 | 2 3 | ")
    let two = Split.Part.ranges([.init(first: 4, last: 4), .init(first: 0, last: 1)])
    #expect(try Split(validation: two).words(numbered(5)) == "2 3 | 0 1 4 | ")
  }

  @Test("A range that doesn't fit names the numbers")
  func rangeErrors() {
    #expect(
      problems { _ = try Split(validation: range(24, 30)).divide(numbered(30)) }
        == "the range [24, 30] doesn't fit 30 images, whose positions are 0 to 29")
    #expect(
      problems { _ = try Split(validation: range(3, 2)).divide(numbered(30)) }
        == "the range [3, 2] is empty: its first position is after its last")
    #expect(
      problems { _ = try Split(validation: range(0, 2)).divide(numbered(3)) }
        == "all 3 images validate, so none is left to train")
    #expect(
      problems { _ = try Split(validation: range(0, 1), test: range(2, 2)).divide(numbered(3)) }
        == "all 3 images validate or test, so none is left to train")
  }

  @Test(
    "A fraction takes the first of an order by hash; the values come from a Python program of the same hash")
  func golden() throws {
    #expect(try validation(0.3, seed: 0, count: 10) == ["6", "9", "2"])
    #expect(try validation(0.3, seed: 1, count: 10) == ["0", "7", "9"])
  }

  private func validation(_ part: Double, seed: UInt64, count: Int) throws -> Set<String> {
    Set(try Split(validation: fraction(part, seed: seed)).divide(numbered(count)).validation.map(\.id))
  }

  @Test("An image that is added moves at most one other", arguments: 0..<8)
  func stability(_ seed: UInt64) throws {
    for count in 20..<60 {
      let before = try validation(0.2, seed: seed, count: count)
      let after = try validation(0.2, seed: seed, count: count + 1).subtracting([String(count)])
      #expect(before.symmetricDifference(after).count <= 1)
    }
  }

  @Test("Both sides have an image, however small the fraction")
  func bothSides() throws {
    #expect(try validation(0.001, seed: 0, count: 7).count == 1)
    #expect(try validation(0.999, seed: 0, count: 7).count == 6)
    #expect(
      problems { _ = try validation(0.5, seed: 0, count: 1) }
        == "1 image cannot be divided into training and validation; 2 are needed")
    #expect(
      problems { _ = try validation(1, seed: 0, count: 7) } == "the fraction 1.0 is not above 0 and below 1")
  }

  @Test("The test is taken first, and both fractions are of all images", arguments: 0..<4)
  func fractions(_ seed: UInt64) throws {
    let alone = try Split(validation: fraction(0.2, seed: seed)).divide(numbered(30))
    let division = try Split(validation: fraction(0.2, seed: 9), test: fraction(0.2, seed: seed))
      .divide(numbered(30))
    #expect(division.test == alone.validation)
    #expect(division.validation.count == 6)
    #expect(division.training.count == 18)
    #expect(Set(division.training + division.validation + division.test).count == 30)
    let named = try Split(validation: fraction(0.2, seed: seed), test: range(0, 9)).divide(numbered(30))
    #expect(named.validation.count == 6)
    #expect(named.test.map(\.id) == (0..<10).map(String.init))
    #expect(Set(named.validation).isDisjoint(with: named.test))
    let drawn = try Split(validation: range(0, 9), test: fraction(0.2, seed: seed)).divide(numbered(30))
    #expect(drawn.test.count == 6)
    #expect(Set(drawn.test).isDisjoint(with: drawn.validation))
  }

  @Test("Parts that share images are refused with the images and both places")
  func overlap() throws {
    let folder = try TemporaryFolder()
    let train = try folder.write("1\n2\n".utf8, to: "train.txt")
    let val = try folder.write("\n2\n3\n".utf8, to: "val.txt")
    let error = problems(folder) {
      _ = try Split(training: train, validation: .list(path: val), test: range(3, 4)).divide(numbered(6))
    }
    #expect(
      error
        == """
        image '2' is for training (train.txt:2) and for validation (val.txt:2)
        image '3' is for validation (val.txt:3) and for test (the range [3, 4])
        """.replacing("(\(folder.path)/", with: "("))
  }

  @Test("Lists of all three overlook other images; what is drawn is drawn of the list for training")
  func trainingList() throws {
    let folder = try TemporaryFolder()
    func list(_ name: String, _ ids: [Int]) throws -> String {
      try folder.write(ids.map { "\($0)\n" }.joined().utf8, to: name)
    }
    let (train, val, test) = try (list("train", [1, 2]), list("val", [4]), list("test", [6]))
    let all = Split(training: train, validation: .list(path: val), test: .list(path: test))
    #expect(try all.words(numbered(9)) == "1 2 | 4 | 6")
    let trainval = try list("trainval", Array(0..<10))
    let drawn = try Split(training: trainval, validation: fraction(0.3), test: range(10, 11)).divide(
      numbered(20))
    #expect(Set(drawn.validation.map(\.id)) == ["6", "9", "2"])
    #expect(drawn.training.count == 7)
    #expect(drawn.test.map(\.id) == ["10", "11"])
  }

  @Test("Only images that a part has need a mask")
  func masks() throws {
    let folder = try TemporaryFolder()
    let train = try folder.write("0\n1\n".utf8, to: "train.txt")
    let val = try folder.write("2\n".utf8, to: "val.txt")
    var found = numbered(3)
    found.append(Sample(id: "x", image: FilePage("images/x.png"), masks: []))
    #expect(try Split(training: train, validation: .list(path: val)).words(found) == "0 1 | 2 | ")
    let more = try folder.write("2\nx.png".utf8, to: "val.txt")
    #expect(
      problems(folder) { _ = try Split(training: train, validation: .list(path: more)).divide(found) }
        == "image 'images/x.png' has no mask, and is wanted (val.txt:2)")
  }

  @Test("Folders of their own may not hold an image that trains")
  func folders() throws {
    let own = Sample(id: "0", imagePath: "val/0.png", maskPath: "val/0_mask.png")
    #expect(try Split(validation: .others([own])).words(numbered(2)) == "0 1 | 0 | ")
    #expect(
      problems { _ = try Split(validation: .others(numbered(1))).divide(numbered(2)) } == """
        image 'images/0.png' is for training and for validation
        = the folder of one is in that of the other, or a link leads there
        """)
  }

  @Test(
    "Every image is in one fold, the sizes differ by at most 1, and the test is in none", arguments: 0..<4)
  func folds(_ seed: UInt64) throws {
    for count in [6, 12, 33] {
      for folds in [2, 3, 5] {
        let parts = try (0..<folds).map { fold in
          try Split(validation: .fold(fold, of: folds, Split.Draw(seed: seed)), test: range(0, 0))
            .divide(numbered(count))
        }
        let validated = parts.flatMap { $0.validation.map(\.id) }
        #expect(validated.count == count - 1)
        #expect(Set(validated).count == count - 1)
        #expect(!validated.contains("0"))
        let sizes = parts.map(\.validation.count)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        #expect(parts.allSatisfy { $0.training.count + $0.validation.count == count - 1 })
      }
    }
    let other = Split(validation: .fold(0, of: 5, Split.Draw(seed: seed + 1)))
    let one = Split(validation: .fold(0, of: 5, Split.Draw(seed: seed)))
    #expect(try one.words(numbered(30)) != other.words(numbered(30)))
    #expect(
      try one.divide(numbered(30)) == Split(validation: fraction(0.2, seed: seed)).divide(numbered(30)),
      "the first of five folds is a fifth")
  }

  @Test("Folds need as many images, and are counted from 0")
  func foldErrors() {
    #expect(
      problems { _ = try Split(validation: .fold(0, of: 5, Split.Draw())).divide(numbered(4)) }
        == "4 images cannot be divided into 5 folds; 5 are needed")
    #expect(
      problems { _ = try Split(validation: .fold(5, of: 5, Split.Draw())).divide(numbered(9)) }
        == "fold 5 of 5 is none: they are counted from 0, and there are at least 2")
  }
}
