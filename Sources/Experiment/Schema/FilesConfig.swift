public import Config

/// The keys of `data` that say where the images are, and which files are their masks.
public struct FilesConfig: Equatable, Sendable {
  /// The defaults of the other keys of `data`.
  public let layout: Layout
  /// The folder with the images, or a file whose pages they are.
  public let images: Path
  /// The folder with the masks, or a file whose pages they are.
  public let masks: Path
  /// What image files are called below `images`: a path with `{stem}`, `{folder}` and `*`; without extension any one matches.
  public let imageName: String
  /// What mask files are called below `masks`: a path with `{stem}`, `{folder}`, `{class}` and `*`; without extension any one matches.
  public let maskName: String

  /// Reads the keys.
  init(_ keys: inout KeyReader, layout name: LayoutName) {
    layout = Layout(name, root: Self.root(&keys, name))
    images = keys.require(
      "images", unless: layout.images, as: Path.format, standIn: Path("/"),
      "Folder with the images, or a stack: a file whose pages are the images.")
    masks = keys.require(
      "masks", unless: layout.masks, as: Path.format, standIn: Path("/"),
      "Folder with the masks, or a stack: a file whose pages are the masks.")
    imageName = keys.read(
      "image_name", default: layout.imageName,
      "Which files below `images` are images: a path in which `{stem}` is what an image and its mask share, `{folder}` any folders "
        + "or none, `*` any text within a name. Any extension if it has none."
    )
    maskName = keys.read(
      "mask_name", default: layout.maskName,
      "The mask's path below `masks`, likewise; `{class}` is what stands for a class that has files of its own, and with `*` an "
        + "image can have several files. Without a slash it stands behind `{folder}/`."
    )
    checkNames(keys)
  }

  private static func root(_ keys: inout KeyReader, _ name: LayoutName) -> Path? {
    let summary = "The folder in which a layout other than `folders` looks."
    guard name == .folders else {
      return keys.require("root", as: Path.format, standIn: Path("/ROOT"), summary)
    }
    let root = keys.optional("root", as: Path.format, summary)
    keys.check(
      "root", that: root == nil, else: "'root' is for layouts other than 'folders'",
      notes: [
        "give 'images' and 'masks', or choose a layout: "
          + LayoutName.allCases.filter { $0 != name }.map(\.rawValue).joined(separator: ", ")
      ])
    return nil
  }

  private func checkNames(_ keys: KeyReader) {
    keys.check(
      "image_name", that: imageName.ranges(of: "{stem}").count == 1,
      else: "'image_name' must contain {stem} once", notes: ["such as image_name: \"{folder}/images/{stem}\""]
    )
    keys.check(
      "image_name", that: !imageName.contains("{class}"),
      else: "'image_name' has {class}, which only masks have", notes: ["use * for any text"])
    keys.check(
      "mask_name", that: maskName.ranges(of: "{stem}").count == 1,
      else: "'mask_name' must contain {stem} once", notes: ["such as mask_name: \"{stem}_mask.png\""])
  }
}
