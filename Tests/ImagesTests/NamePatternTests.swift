import Foundation
import Images
import Testing

@Suite("Files are named by patterns")
struct NamePatternTests {
  /// The samples of a folder, a line each: the id, the image, and the masks with their labels.
  private func pairs(
    _ folder: TemporaryFolder, images: String = "", masks: String = "", image: String = "{folder}/{stem}",
    mask: String = "{stem}"
  ) throws -> [String] {
    let root = folder.path + "/"
    let samples = try FolderDataset.pair(
      images: root + images, masks: root + masks, imageName: image, maskName: mask)
    return samples.map { sample in
      let masks = sample.masks.map { part in "\(part.page)" + (part.label.map { "=\($0)" } ?? "") }
      return folder.anonymous("\(sample.id): \(sample.image) \(masks.joined(separator: " "))")
    }
  }

  @Test("A folder for each case, with files of one name")
  func cases() throws {
    let folder = try TemporaryFolder()
    try folder.touch(
      "case10/image.png", "case10/mask.png", "case2/image.jpg", "case2/mask.png", "case2/notes.png")
    #expect(
      try pairs(folder, image: "{stem}/image", mask: "{stem}/mask") == [
        "case2: case2/image.jpg case2/mask.png", "case10: case10/image.png case10/mask.png",
      ])
  }

  @Test("Folders of images and masks in each patient's folder, at any depth")
  func patients() throws {
    let folder = try TemporaryFolder()
    try folder.touch("p1/images/x.png", "p1/masks/x.png", "site/p2/images/x.png", "site/p2/masks/x.png")
    #expect(
      try pairs(folder, image: "{folder}/images/{stem}", mask: "{folder}/masks/{stem}") == [
        "p1/x: p1/images/x.png p1/masks/x.png",
        "site/p2/x: site/p2/images/x.png site/p2/masks/x.png",
      ])
  }

  @Test("A file for each object, as in the Data Science Bowl of 2018")
  func objects() throws {
    let folder = try TemporaryFolder()
    try folder.touch("a/images/a.png", "a/masks/1.png", "a/masks/10.png", "a/masks/2.png")
    try folder.touch("b/images/b.png", "b/masks/7.png")
    #expect(
      try pairs(folder, image: "{stem}/images/*", mask: "{stem}/masks/*") == [
        "a: a/images/a.png a/masks/1.png a/masks/2.png a/masks/10.png", "b: b/images/b.png b/masks/7.png",
      ])
  }

  @Test("A folder of masks for each class, of which an image may lack one")
  func classFolders() throws {
    let folder = try TemporaryFolder()
    try folder.touch("i/x.png", "i/y.png", "m/mito/x.png", "m/nuclei/x.png", "m/nuclei/y.png")
    #expect(
      try pairs(folder, images: "i", masks: "m", mask: "{class}/{stem}") == [
        "x: i/x.png m/mito/x.png=mito m/nuclei/x.png=nuclei", "y: i/y.png m/nuclei/y.png=nuclei",
      ])
  }

  @Test("A file of each class beside the image; the longest image name that fits is meant")
  func classEndings() throws {
    let folder = try TemporaryFolder()
    try folder.touch("x.png", "x_nuclei.png", "x_mito.png", "y 1.png", "y 1_nuclei.png")
    #expect(
      try pairs(folder, mask: "{stem}_{class}") == [
        "x: x.png x_mito.png=mito x_nuclei.png=nuclei", "y 1: y 1.png y 1_nuclei.png=nuclei",
      ])
    let other = try TemporaryFolder()
    try other.touch("i/x.png", "i/x_1.png", "m/x_nuclei.png", "m/x_1_nuclei.png", "m/x_mito_a.png")
    #expect(
      try pairs(other, images: "i", masks: "m", mask: "{stem}_{class}") == [
        "x: i/x.png m/x_mito_a.png=mito_a m/x_nuclei.png=nuclei", "x_1: i/x_1.png m/x_1_nuclei.png=nuclei",
      ])
  }

  @Test("Images and masks side by side in folders, as in LGG-MRI, with endings in capitals")
  func sideBySide() throws {
    let folder = try TemporaryFolder()
    try folder.touch("TCGA_1/s_1.TIF", "TCGA_1/s_1_mask.tif", "TCGA_1/s_10.tif", "TCGA_1/s_10_mask.TIF")
    #expect(
      try pairs(folder, mask: "{stem}_mask") == [
        "TCGA_1/s_1: TCGA_1/s_1.TIF TCGA_1/s_1_mask.tif",
        "TCGA_1/s_10: TCGA_1/s_10.tif TCGA_1/s_10_mask.TIF",
      ])
    #expect(try pairs(folder, mask: "{stem}_mask.tif").count == 2)
  }

  @Test("Spaces, dots, brackets and other signs are only text")
  func signs() throws {
    let folder = try TemporaryFolder()
    try folder.touch("i/a b.1.png", "i/[c] (1).png", "i/d+$.png")
    try folder.touch("m/a b.1 (mask).png", "m/[c] (1) (mask).png", "m/d+$ (mask).png")
    #expect(try pairs(folder, images: "i", masks: "m", mask: "{stem} (mask)").count == 3)
  }

  @Test("Accents in one normal form are those in the other")
  func normalForms() throws {
    let folder = try TemporaryFolder()
    try folder.touch(
      "i/caf\u{E9}.png", "i/na\u{308}he/o\u{308}.png", "m/cafe\u{301}_m.png", "m/n\u{E4}he/\u{F6}_m.png")
    #expect(try pairs(folder, images: "i", masks: "m", mask: "{stem}_m").count == 2)
  }

  @Test("What a Mac, Windows or an archive leaves behind is overlooked, and links are followed")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    try folder.touch(
      "i/a.png", "i/._a.png", "i/Thumbs.db", "i/__MACOSX/a.png", "i/.git/b.png", "elsewhere/b.png")
    try folder.touch("m/a.png", "m/b.png", "m/._b.png", "m/desktop.ini")
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder.path + "/i/b.png", withDestinationPath: "../elsewhere/b.png")
    try files.createSymbolicLink(atPath: folder.path + "/i/loop", withDestinationPath: ".")
    #expect(try pairs(folder, images: "i", masks: "m") == ["a: i/a.png m/a.png", "b: i/b.png m/b.png"])
  }

  @Test("Any text fits '*', also none, but no file is its own mask")
  func anything() throws {
    let folder = try TemporaryFolder()
    try folder.touch("x.png", "x1.png", "x2-b.png", "y.png", "yy.png")
    #expect(
      try pairs(folder, mask: "{stem}*") == ["x: x.png x1.png x2-b.png", "y: y.png yy.png"])
  }

  @Test("Twenty thousand files are paired without comparing each with each")
  func many() throws {
    let folder = try TemporaryFolder()
    for part in ["i", "m"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(part)", withIntermediateDirectories: true)
      for number in 0..<10_000 {
        let name = part == "i" ? "\(number).png" : "\(number)_mask.png"
        _ = FileManager.default.createFile(atPath: "\(folder.path)/\(part)/\(name)", contents: nil)
      }
    }
    #expect(try pairs(folder, images: "i", masks: "m", mask: "{stem}_mask").count == 10_000)
  }

  @Test("Images without masks are given back where that is allowed")
  func unpaired() throws {
    let folder = try TemporaryFolder()
    try folder.touch("i/a.png", "i/b.png", "i/c.png", "m/b_m.png")
    let samples = try FolderDataset.pair(
      images: folder.path + "/i", masks: folder.path + "/m", maskName: "{stem}_m", unpaired: .kept)
    #expect(samples.map(\.id) == ["a", "b", "c"])
    #expect(samples.map(\.masks.count) == [0, 1, 0])
    try FileManager.default.removeItem(atPath: folder.path + "/m/b_m.png")
    try folder.touch("m/other.png")
    let text = problems(folder) {
      _ = try FolderDataset.pair(
        images: folder.path + "/i", masks: folder.path + "/m", maskName: "{stem}_m", unpaired: .kept)
    }
    #expect(text == "3 of 3 images in 'i' have no mask: images are called 'a.png', other files 'other.png'")
  }

  @Test(
    "Patterns that could not work are refused",
    arguments: [
      ("{stem}{class}", "has placeholders that no text separates, so that it isn't clear where one ends"),
      ("{stem}**", "has placeholders that no text separates, so that it isn't clear where one ends"),
      ("{stem}/{folder}", "ends with '{folder}'; the last part is the file's name"),
      (
        "x{folder}/{stem}",
        "holds '{folder}' within a name; it stands for whole folders, as in '{folder}/{stem}_mask.png'"
      ),
      ("{folder}/a/{folder}/{stem}", "holds '{folder}' more than once"),
      ("{class}/{class}/{stem}", "holds '{class}' more than once"),
      ("../{stem}", "has a part that is empty, '.' or '..'; it is a path below its folder"),
      ("/{stem}", "has a part that is empty, '.' or '..'; it is a path below its folder"),
      ("a//{stem}", "has a part that is empty, '.' or '..'; it is a path below its folder"),
      ("{stem}_{name}", "holds '{name}', which has no meaning"),
      ("*_*_*_{stem}_*", "has 5 placeholders in one name; there can be 4"),
    ])
  func refused(name: String, problem: String) throws {
    let text = problems { _ = try FolderDataset.pair(images: "/", masks: "/", maskName: name) }
    #expect(
      text
        == "the mask name '\(name)' \(problem)\n= '{stem}' stands for the image's name without its extension")
  }

  @Test("Image names have a stem and no class")
  func imageNames() {
    let of = { (name: String) in
      problems { _ = try FolderDataset.pair(images: "/", masks: "/", imageName: name) }
        .components(separatedBy: "\n")[0]
    }
    #expect(of("images/*") == "the image name 'images/*' doesn't hold '{stem}' once, as in '{folder}/{stem}'")
    #expect(of("{class}/{stem}") == "the image name '{class}/{stem}' holds '{class}', which only masks have")
  }
}
