import Foundation
import Images
import Testing

@Suite("Images are paired with their masks")
struct FolderDatasetTests {
  private func pair(_ folder: TemporaryFolder, _ maskName: String = "{stem}") throws -> [String] {
    try FolderDataset.pair(images: folder.path + "/images", masks: folder.path + "/masks", maskName: maskName)
      .map { folder.anonymous("\($0.id) \($0.image) \($0.maskName)") }
  }

  @Test("Files stand in the order of their numbers, folders are part of names, other files are overlooked")
  func order() throws {
    let folder = try TemporaryFolder()
    try folder.touch("images/10.png", "images/2.jpg", "images/b/1.png", "images/a10/1.png", "images/a9/1.png")
    try folder.touch("masks/10.png", "masks/2.png", "masks/b/1.tif", "masks/a10/1.png", "masks/a9/1.png")
    try folder.touch("images/.hidden.png", "images/Thumbs.db", "images/notes.txt", "masks/.DS_Store")
    #expect(
      try pair(folder) == [
        "2 images/2.jpg masks/2.png", "10 images/10.png masks/10.png", "a9/1 images/a9/1.png masks/a9/1.png",
        "a10/1 images/a10/1.png masks/a10/1.png", "b/1 images/b/1.png masks/b/1.tif",
      ])
  }

  @Test("A pattern names the masks, with any extension or with one")
  func pattern() throws {
    let folder = try TemporaryFolder()
    try folder.touch("images/1.png", "masks/m_1_seg.png", "masks/m_1_seg.tif.txt", "masks/unrelated.png")
    #expect(try pair(folder, "m_{stem}_seg") == ["1 images/1.png masks/m_1_seg.png"])
    #expect(try pair(folder, "m_{stem}_seg.PNG") == ["1 images/1.png masks/m_1_seg.png"])
    #expect(
      problems(folder) { _ = try pair(folder, "m_{stem}_seg.tif") } == """
        1 of 1 images in 'images' have no mask: images are called '1.png', other files 'm_1_seg.png'
        = perhaps you mean  mask_name: "m_{stem}_seg"
        """)
  }

  @Test("Images and masks may share a folder, or one may lie in the other")
  func sharedFolders() throws {
    let folder = try TemporaryFolder()
    try folder.touch("all/1.png", "all/1_mask.png", "all/2.png", "all/2_mask.png")
    let all = folder.path + "/all"
    let shared = try FolderDataset.pair(images: all, masks: all, maskName: "{stem}_mask")
    #expect(shared.map(\.id) == ["1", "2"])
    #expect(
      problems(folder) { _ = try FolderDataset.pair(images: all, masks: all) } == """
        'all' is the folder of images and of masks, so that each image would be its own mask
        = say how masks are named, as in  mask_name: "{stem}_mask"
        """)
    try folder.touch("nested/1.png", "nested/masks/1.png")
    let nested = try FolderDataset.pair(images: folder.path + "/nested", masks: folder.path + "/nested/masks")
    #expect(nested.map(\.id) == ["1"])
  }

  @Test("Everything that stands alone is listed at once")
  func partners() throws {
    let folder = try TemporaryFolder()
    try folder.touch("images/1.png", "images/2.png", "images/3.png", "images/3.jpg", "images/4.png")
    try folder.touch("masks/2.png", "masks/3.png", "masks/4.png", "masks/4.tif", "masks/5.png")
    #expect(
      problems(folder) { _ = try pair(folder) }
        == """
        image 'images/1.png' has no mask
        = expected 'masks/1.*'
        'images/3.jpg' and 'images/3.png' are 2 images with one name; keep one of them
        'masks/4.png' and 'masks/4.tif' are 2 masks of 'images/4.png' with one name; keep one of them
        mask 'masks/5.png' has no image '5.*' in 'images'
        """)
  }

  @Test("Of many problems, twenty are listed")
  func many() throws {
    let folder = try TemporaryFolder()
    for number in 0..<51 { try folder.touch("images/\(number).png") }
    try folder.touch("masks/0.png")
    let text = problems(folder) { _ = try pair(folder) }
    #expect(text.components(separatedBy: " has no mask").count - 1 == 20)
    #expect(text.hasSuffix("and 30 more"))
  }

  @Test("Folders that are missing, files or empty")
  func folders() throws {
    let folder = try TemporaryFolder()
    try folder.touch("file", "empty/notes.txt")
    let text = problems(folder) {
      _ = try FolderDataset.pair(images: folder.path + "/none", masks: folder.path + "/file")
    }
    #expect(text == "none: no such folder or file")
    let empty = problems(folder) {
      _ = try FolderDataset.pair(images: folder.path + "/empty", masks: folder.path + "/empty")
    }
    #expect(
      empty.hasPrefix("'empty' holds no images\n= files with these extensions count: bmp, "))
  }

  @Test("A mask name without {stem} is an error")
  func maskName() throws {
    let folder = try TemporaryFolder()
    #expect(
      problems { _ = try FolderDataset.pair(images: folder.path, masks: folder.path, maskName: "mask.png") }
        == """
        the mask name 'mask.png' doesn't hold '{stem}' once, as in '{stem}_mask.png'
        = '{stem}' stands for the image's name without its extension
        """)
  }
}
