import Foundation
import Images
import Testing

@Suite("Each page of a stack is a sample")
struct StackTests {
  /// Copies of fixtures: `stack.tif` has three pages, `grey16.tif` one.
  private func folder(_ files: KeyValuePairs<String, String>) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, source) in files { try folder.write(fixtureBytes(source), to: name) }
    return folder
  }

  private func pair(_ folder: TemporaryFolder, _ images: String, _ masks: String, mask: String = "{stem}")
    throws -> [String]
  {
    try FolderDataset.pair(
      images: "\(folder.path)/\(images)", masks: "\(folder.path)/\(masks)", maskName: mask
    )
    .map { folder.anonymous("\($0.id): \($0.image) \($0.maskName)") }
  }

  @Test("Two files are paired page by page, whatever they are called")
  func files() throws {
    let folder = try folder(["train-volume.tif": "stack.tif", "train-labels.tif": "stack.tif"])
    #expect(
      try pair(folder, "train-volume.tif", "train-labels.tif") == [
        "train-volume/0: train-volume.tif train-labels.tif",
        "train-volume/1: train-volume.tif (page 1) train-labels.tif (page 1)",
        "train-volume/2: train-volume.tif (page 2) train-labels.tif (page 2)",
      ])
  }

  @Test("Stacks lie in folders among single images")
  func folders() throws {
    let folder = try folder([
      "i/a.tif": "stack.tif", "i/b.tif": "grey16.tif", "i/c.png": "grey8.png", "m/a_m.tif": "stack.tif",
      "m/b_m.tif": "grey16.tif", "m/c_m.png": "grey8.png",
    ])
    #expect(
      try pair(folder, "i", "m", mask: "{stem}_m").map { $0.prefix { $0 != ":" } } == [
        "a/0", "a/1", "a/2", "b", "c",
      ])
  }

  @Test("A stack of images may have its masks in a folder")
  func fileAndFolder() throws {
    let folder = try folder(["a.tif": "stack.tif", "m/a.tif": "stack.tif"])
    #expect(try pair(folder, "a.tif", "m").count == 3)
    #expect(
      problems(folder) { _ = try pair(folder, "m", "a.tif") } == """
        the masks are a file, 'a.tif', but the images are the folder 'm'
        = give two folders or two files; the pages of two files are paired in their order
        """)
    #expect(
      problems(folder) { _ = try pair(folder, "a.tif", "a.tif") }
        == "a.tif: is given for the images and for the masks")
  }

  @Test("Different numbers of pages are told with both")
  func uneven() throws {
    let folder = try folder([
      "i/a.tif": "stack.tif", "m/a.tif": "grey16.tif", "i/b.png": "grey8.png", "m/b.tif": "stack.tif",
    ])
    #expect(
      problems(folder) { _ = try pair(folder, "i", "m") } == """
        image 'i/a.tif' has 3 pages, but its mask 'm/a.tif' has 1 page
        = a page of an image is paired with the same page of its mask
        image 'i/b.png' has 1 page, but its mask 'm/b.tif' has 3 pages
        = a page of an image is paired with the same page of its mask
        """)
  }

  @Test("A file that doesn't decode is one page, about which reading says more, unless it is the only one")
  func corrupt() throws {
    let alone = try folder(["i/a.tif": "stack.tif"])
    try alone.touch("m/a.tif")
    #expect(problems(alone) { _ = try pair(alone, "i", "m") }.hasPrefix("m/a.tif: is not an image"))
    let several = try folder([
      "i/a.tif": "stack.tif", "i/b.png": "grey8.png", "m/b.png": "grey8.png",
    ])
    try several.touch("m/a.tif")
    #expect(try pair(several, "i", "m").count == 4)
  }

  @Test("A page that would be called like another image is told")
  func names() throws {
    let folder = try folder([
      "i/a.tif": "stack.tif", "m/a.tif": "stack.tif", "i/a/1.png": "grey8.png", "m/a/1.png": "grey8.png",
    ])
    #expect(
      problems(folder) { _ = try pair(folder, "i", "m") }
        == "'i/a/1.png' and 'i/a.tif (page 1)' would both be called 'a/1'; rename one of them")
  }

  @Test("Pages decode to their own values")
  func values() throws {
    let folder = try folder(["i.tif": "stack.tif", "m.tif": "stack.tif"])
    let samples = try FolderDataset.pair(images: folder.path + "/i.tif", masks: folder.path + "/m.tif")
    let firsts = try samples.map { sample -> UInt8? in
      guard case .uint8(let values) = try ImageFile.read(sample.image).storage else { return nil }
      return values.first
    }
    #expect(firsts == [0, 1, 2])
  }
}
