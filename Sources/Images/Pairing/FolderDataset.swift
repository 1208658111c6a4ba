public import Diagnostics

/// Datasets that are two folders or two stacks: one of images, one of masks.
public enum FolderDataset {
  /// What becomes of files without a partner.
  public enum Unpaired: Sendable {
    /// They are errors.
    case refused
    /// An image without a mask is a sample without one, which nothing may read; a mask without an image is an error.
    case kept
    /// They are left out, for who has told of them and goes on with the others.
    case leftOut
  }

  /// Pairs each image below `images` with its masks below `masks`.
  ///
  /// Both folders may hold folders, and one may lie in the other or be the other. Files of other kinds and files that no pattern fits are
  /// overlooked. Both may also be a file each, which then are a pair. Each page of a file that has several is a sample, whose id ends with
  /// the page's number, as in `train/3`; it is paired with the same page of the masks.
  ///
  /// - Parameters:
  ///   - images: The folder of the images, or a file.
  ///   - masks: The folder of the masks, or a file.
  ///   - imageName: What image files are called below `images`: a path in which `{stem}` stands for the part that an image shares with its
  ///     masks, `{folder}` for any folders or none, and `*` for any text within a name. Without an extension any of images will do.
  ///   - maskName: What mask files are called below `masks`, likewise, with `{class}` for a text that becomes the masks' label. Without a
  ///     slash it means `{folder}/` and itself. With `*` an image may have several masks of one label.
  ///   - unpaired: What becomes of files without a partner.
  /// - Throws: All of: folders that don't exist or are empty, images without a mask and the reverse, names that two files share, stacks of
  ///   different numbers of pages. Where most images lack a mask, the error says which `maskName` would pair them.
  public static func pair(
    images: String, masks: String, imageName: String = "{folder}/{stem}", maskName: String = "{stem}",
    unpaired: Unpaired = .refused
  ) throws(DiagnosticError) -> [Sample] {
    let imagePattern = try PathPattern(imageName, of: .image)
    let maskPattern = try PathPattern(maskName, of: .mask)
    var problems = ProblemList()
    let imageFolder = problems.collect { () throws(DiagnosticError) in
      try ImageFolder(images, excluding: masks)
    }
    let maskFolder = problems.collect { () throws(DiagnosticError) in
      try ImageFolder(masks, excluding: images)
    }
    guard let imageFolder, let maskFolder else { throw problems.error }
    let pairing = FolderPairing(
      images: imageFolder, masks: maskFolder, imageName: imagePattern, maskName: maskPattern,
      unpaired: unpaired)
    return try PageExpansion.pages(of: pairing.samples())
  }
}
