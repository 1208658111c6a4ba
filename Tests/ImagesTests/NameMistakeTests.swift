import Foundation
import Images
import Testing

@Suite("Names that don't pair are explained")
struct NameMistakeTests {
  private func mistake(
    _ files: [String], images: String = "i", masks: String = "m", image: String = "{folder}/{stem}",
    mask: String = "{stem}"
  ) throws -> String {
    let folder = try TemporaryFolder()
    for file in files { try folder.touch(file) }
    return problems(folder) {
      _ = try FolderDataset.pair(
        images: "\(folder.path)/\(images)", masks: "\(folder.path)/\(masks)", imageName: image, maskName: mask
      )
    }
  }

  @Test("Masks with an ending of their own: the pattern is suggested")
  func ending() throws {
    #expect(
      try mistake(["i/a.jpg", "i/b.jpg", "i/c.jpg", "m/a_mask.gif", "m/b_mask.gif", "m/c_mask.gif"]) == """
        3 of 3 images in 'i' have no mask: images are called 'a.jpg', other files 'a_mask.gif'
        = perhaps you mean  mask_name: "{stem}_mask"
        """)
  }

  @Test(
    "Other names are guessed too",
    arguments: [
      (["i/1.png", "i/2.png", "i/10.png", "m/m1.png", "m/m2.png", "m/m10.png"], "mask_name: \"m{stem}\""),
      (["i/p/1.png", "i/p/2.png", "m/p/seg/1.png", "m/p/seg/2.png"], "mask_name: \"{folder}/seg/{stem}\""),
      (
        ["i/x.png", "i/y.png", "m/nuclei/x.png", "m/nuclei/y.png", "m/mito/x.png", "m/mito/y.png"],
        "mask_name: \"{class}/{stem}\""
      ),
      (
        ["i/x.png", "i/y.png", "m/x_n.png", "m/y_n.png", "m/x_o.png", "m/y_o.png"],
        "mask_name: \"{stem}_{class}\""
      ),
      (
        ["i/1_img.png", "i/2_img.png", "m/1_seg.png", "m/2_seg.png"],
        "image_name: \"{stem}_img\", mask_name: \"{stem}_seg\""
      ),
      (
        ["i/img-1.png", "i/img-2.png", "m/seg-1.png", "m/seg-2.png"],
        "image_name: \"img-{stem}\", mask_name: \"seg-{stem}\""
      ),
    ])
  func guesses(files: [String], line: String) throws {
    let text = try mistake(files)
    #expect(text.hasSuffix("\n= perhaps you mean  \(line)"), "\(text)")
  }

  @Test("A suggestion pairs the images")
  func suggestionWorks() throws {
    let folder = try TemporaryFolder()
    try folder.touch("i/1_img.png", "i/2_img.png", "m/1_seg.png", "m/2_seg.png")
    let samples = try FolderDataset.pair(
      images: folder.path + "/i", masks: folder.path + "/m", imageName: "{stem}_img", maskName: "{stem}_seg")
    #expect(samples.map(\.id) == ["1", "2"])
  }

  @Test("Names that have nothing in common are shown, and all that stands alone")
  func nothingInCommon() throws {
    #expect(
      try mistake(["i/a.png", "i/b.png", "m/x.png", "m/y.png"]) == """
        2 of 2 images in 'i' have no mask: images are called 'a.png', other files 'x.png'
        image 'i/a.png' has no mask
        = expected 'm/a.*'
        image 'i/b.png' has no mask
        = expected 'm/b.*'
        mask 'm/x.png' has no image 'x.*' in 'i'
        mask 'm/y.png' has no image 'y.*' in 'i'
        """)
  }

  @Test("A pattern that no file fits names some files")
  func noImage() throws {
    #expect(
      try mistake(["i/p/a.png", "i/p/b.png", "m/a.png"], image: "{folder}/images/{stem}") == """
        no file below 'i' is named like the images, "{folder}/images/{stem}"
        = there are 2 files, such as 'p/a.png', 'p/b.png'
        """)
  }

  @Test("Two files of one class, two images of one case")
  func twins() throws {
    #expect(
      try mistake(["i/a.png", "m/n/a.png", "m/n/a.tif", "m/o/a.png"], mask: "{class}/{stem}")
        == "'m/n/a.png' and 'm/n/a.tif' are 2 masks of 'i/a.png' with one name; keep one of them")
    #expect(
      try mistake(["i/c/1.png", "i/c/2.png", "m/c.png"], image: "{stem}/*")
        == "'i/c/1.png' and 'i/c/2.png' are 2 images with one name; keep one of them")
  }
}
