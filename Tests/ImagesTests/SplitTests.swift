import Diagnostics
import Images
import Testing

@Suite("Samples are divided into training and validation")
struct SplitTests {
  private func samples(_ ids: [String]) -> [Sample] {
    ids.map { Sample(id: $0, imagePath: "images/\($0).png", maskPath: "masks/\($0).png") }
  }
  private func numbered(_ count: Int) -> [Sample] { samples((0..<count).map(String.init)) }

  @Test("A range holds both of its ends")
  func range() throws {
    let division = try Split.range(first: 2, last: 3).divide(numbered(5))
    #expect(division.validation.map(\.id) == ["2", "3"])
    #expect(division.training.map(\.id) == ["0", "1", "4"])
  }

  @Test("A range that doesn't fit names the numbers")
  func rangeErrors() {
    #expect(
      problems { _ = try Split.range(first: 24, last: 30).divide(numbered(30)) }
        == "the range [24, 30] doesn't fit 30 images, whose positions are 0 to 29")
    #expect(
      problems { _ = try Split.range(first: 3, last: 2).divide(numbered(30)) }
        == "the range [3, 2] is empty: its first position is after its last")
    #expect(
      problems { _ = try Split.range(first: 0, last: 2).divide(numbered(3)) }
        == "all 3 images validate, so none is left to train")
  }

  @Test(
    "A fraction takes the first of an order by hash; the values come from a Python program of the same hash")
  func golden() throws {
    #expect(try validation(0.3, seed: 0, count: 10) == ["6", "9", "2"])
    #expect(try validation(0.3, seed: 1, count: 10) == ["0", "7", "9"])
  }

  private func validation(_ fraction: Double, seed: UInt64, count: Int) throws -> Set<String> {
    Set(try Split.fraction(fraction, seed: seed).divide(numbered(count)).validation.map(\.id))
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

  @Test("A list names stems, files or paths, in one column or two")
  func list() throws {
    let folder = try TemporaryFolder()
    let text = """
      # published split
      1

      2.png
      /data/train/a b.png
      /SegNet/val/7.png /SegNet/valannot/7.png
      """
    let list = try folder.write(text.utf8, to: "val.txt")
    let division = try Split.list(path: list).divide(samples(["1", "2", "3", "a b", "train/7", "val/7"]))
    #expect(division.validation.map(\.id) == ["1", "2", "a b", "val/7"])
    #expect(division.training.map(\.id) == ["3", "train/7"])
  }

  @Test("Entries that match nothing, twice, or several are all shown with their line")
  func listErrors() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("1.png\nnone.png\n\n1\n7".utf8, to: "val.txt")
    let error = #expect(throws: DiagnosticError.self) {
      try Split.list(path: list).divide(samples(["1", "a/7", "b/7"]))
    }
    #expect(
      folder.anonymous(error?.description ?? "") == """
        val.txt:2:1: error: no image is called 'none.png'
         2 | none.png
           | ^~~~~~~~
        val.txt:4:1: error: '1' is already listed in line 1
         4 | 1
           | ^
        val.txt:5:1: error: '7' could be 'a/7' and 'b/7'; write the whole name
         5 | 7
           | ^
        """)
  }

  @Test("A list that is missing or names nothing")
  func emptyList() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("# nothing\n".utf8, to: "val.txt")
    #expect(
      problems(folder) { _ = try Split.list(path: list).divide(numbered(3)) }
        == "val.txt: the list names no image")
    let missing = folder.path + "/none.txt"
    #expect(
      problems(folder) { _ = try Split.list(path: missing).divide(numbered(3)) } == "none.txt: no such file")
  }

  @Test("Without a split all samples train")
  func all() throws {
    let division = try Split.all.divide(numbered(3))
    #expect(division.training.count == 3)
    #expect(division.validation.isEmpty)
  }
}
