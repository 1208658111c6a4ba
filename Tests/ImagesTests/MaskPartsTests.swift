import Foundation
import Images
import Testing

@Suite("Masks of several files")
struct MaskPartsTests {
  private let disc = MaskPart(FilePage(fixture("masks/disc/a.png")), label: "disc")
  private let square = MaskPart(FilePage(fixture("masks/square/a.png")), label: "square")

  private func expected(_ name: String) throws -> [UInt8] {
    let all = try JSONDecoder().decode([String: [UInt8]].self, from: Data(fixtureBytes("masks/masks.json")))
    return try #require(all[name])
  }

  private func read(_ reader: MaskReader, _ parts: [MaskPart]) throws -> DecodedSample {
    try SampleReader(masks: reader).read(
      Sample(id: "a", image: FilePage(fixture("masks/rgb.png")), masks: parts))
  }

  private func labels(
    _ classes: (String, [MaskValue])..., background: [MaskValue] = [], ignore: [MaskValue] = []
  )
    -> MaskReader
  {
    MaskReader(ClassMap(classes: classes.map { ($0.0, $0.1) }, background: background, ignore: ignore))
  }

  @Test(
    "The class that stands later has the pixels of two files, whatever the order of the files, and they are counted"
  )
  func overlap() throws {
    let overlap = try Int(expected("overlap")[0])
    let reader = labels(("background", [.rest]), ("disc", [.label("disc")]), ("square", [.label("square")]))
    for parts in [[disc, square], [square, disc]] {
      let sample = try read(reader, parts)
      #expect(try sample.fullMask.indices == expected("disc+square"))
      #expect(sample.maskOverlap == overlap)
    }
    let other = labels(("background", [.rest]), ("square", [.label("square")]), ("disc", [.label("disc")]))
    #expect(try read(other, [disc, square]).fullMask.indices == expected("square+disc"))
    let merged = labels(("thing", [.label("disc"), .label("square")]))
    let sample = try read(merged, [disc, square])
    #expect(try (sample.fullMask.indices, sample.maskOverlap) == (expected("union"), 0))
  }

  @Test("A class without a file has no pixel, and an image without any file is all background")
  func missing() throws {
    let reader = labels(("background", [.rest]), ("disc", [.label("disc")]), ("square", [.label("square")]))
    #expect(try Set(read(reader, [disc]).fullMask.indices) == [0, 1])
    #expect(try Set(read(reader, []).fullMask.indices) == [0])
    #expect(try Set(read(labels(("disc", [.label("disc")])), []).fullMask.indices) == [0])
  }

  @Test("What is ignored comes before all classes")
  func ignored() throws {
    let reader = labels(("background", [.rest]), ("square", [.label("square")]), ignore: [.label("disc")])
    let found = try read(reader, [disc, square]).fullMask.indices
    #expect(try found == expected("square+disc").map { $0 == 2 ? ClassMask.ignored : $0 })
  }

  @Test("Pixels of no file, and files of no class, are errors where nothing is the rest")
  func uncovered() throws {
    let reader = labels(("disc", [.label("disc")]), ("square", [.label("square")]))
    let folder = (disc.page.path as NSString).deletingLastPathComponent
    let found = problems { _ = try read(reader, [disc, square]) }.replacingOccurrences(
      of: folder, with: "disc")
    #expect(
      found == """
        disc/a.png: the pixel at x 0, y 0 is in no mask file of its image, and no class covers that
        = so it is with 58 % of the pixels
        = to make them a class, give one the value rest, as in  classes: {background: rest, …}; to leave them out, write  ignore: rest
        """)
    let one = labels(("disk", [.label("disk")]))
    #expect(
      problems { _ = try read(one, [disc]) }.replacingOccurrences(of: folder, with: "disc") == """
        disc/a.png: the label 'disc' belongs to no class; did you mean 'disk'?
        = labels of 'classes', 'background' and 'ignore': disk
        = give it to a class, or to ignore; or give one of them the value rest
        """)
    let others = labels(("square", [.label("square")]), background: [.rest])
    #expect(try Set(read(others, [disc, square]).fullMask.indices) == [0, 1])
  }

  @Test("Files without a label, or of one, are united")
  func objects() throws {
    var reader = MaskReader(ClassMap(classes: [("thing", [.grey(255)])], background: [.grey(0)]))
    let parts = [MaskPart(disc.page), MaskPart(square.page)]
    #expect(try read(reader, parts).fullMask.indices == expected("union"))
    // A single object whose file holds 0 and 1.
    #expect(throws: (any Error).self) { try read(reader, [MaskPart(square.page)]) }
    reader.unitesFiles = true
    #expect(try read(reader, [MaskPart(square.page)]).fullMask.indices.max() == 1)
    let ones = MaskReader(ClassMap(classes: [("around", [.grey(0)]), ("thing", [.grey(1)])]))
    #expect(try read(ones, parts).fullMask.indices == expected("union"))
    // What a threshold has made binary is not held against it again.
    var faint = ones
    (faint.unitesFiles, faint.threshold) = (true, 1)
    #expect(try read(faint, parts).fullMask.indices == expected("union"))
    faint.threshold = 300
    #expect(try read(faint, [disc]).fullMask.indices.allSatisfy { $0 == 0 })
    let same = labels(("thing", [.label("x")]))
    let labelled = parts.map { MaskPart($0.page, label: "x") }
    #expect(try read(same, labelled).fullMask.indices == expected("union"))
  }

  @Test("A threshold says what is set in the files of a class")
  func threshold() throws {
    var reader = labels(("a", [.label("a")]))
    let smooth = MaskPart(FilePage(fixture("masks/smooth.png")), label: "a")
    let sample = Sample(id: "a", image: smooth.page, masks: [smooth])
    let all = try SampleReader(masks: reader).read(sample).fullMask.indices.count { $0 == 1 }
    reader.threshold = 100
    #expect(try SampleReader(masks: reader).read(sample).fullMask.indices == expected("smooth.png"))
    #expect(try all > expected("smooth.png").count { $0 == 1 })
  }

  @Test("Files of one image have one size")
  func sizes() throws {
    let reader = labels(("background", [.rest]), ("disc", [.label("disc")]), ("square", [.label("square")]))
    let other = MaskPart(FilePage(fixture("masks/smooth.png")), label: "square")
    let text = problems { _ = try read(reader, [disc, other]) }
    #expect(
      text.contains("smooth.png: has 48x32 pixels, but another mask file of the same image has 24x16: '"))
    #expect(problems { _ = try read(reader, [other]) }.contains("has 24x16 pixels, but its mask"))
  }

  @Test("The hash covers all files and their labels; of one file it is that of its bytes")
  func hash() throws {
    let reader = labels(("background", [.rest]), ("disc", [.label("disc")]), ("square", [.label("square")]))
    let hashes = try [
      read(reader, [disc, square]), read(reader, [disc]), read(reader, [square]),
      read(reader, [MaskPart(disc.page, label: "square"), MaskPart(square.page, label: "disc")]),
    ].map(\.maskHash)
    #expect(Set(hashes).count == 4)
    let plain = MaskReader(ClassMap(classes: [("c", [.rest])], background: [.grey(0)]))
    let sample = try SampleReader(masks: plain).read(
      Sample(id: "a", imagePath: disc.page.path, maskPath: disc.page.path))
    #expect(sample.maskHash == sample.imageHash)
  }
}
