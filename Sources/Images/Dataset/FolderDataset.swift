public import Diagnostics

/// Datasets that are two folders: one of images, one of masks.
public enum FolderDataset {
  /// Pairs each image below `images` with its mask below `masks`.
  ///
  /// Both folders may hold folders, whose paths are part of the names, and one may lie in the other or be the
  /// other. The samples stand in natural order (2 before 10). Files of other kinds are overlooked.
  ///
  /// - Parameters:
  ///   - images: The folder of the images.
  ///   - masks: The folder of the masks.
  ///   - maskName: The mask's file name, in which `{stem}` stands for the image's name without extension;
  ///     a name without an image extension stands for any of them.
  /// - Throws: All of: folders that don't exist or are empty, images without a mask and the reverse, names
  ///   that two files share.
  public static func pair(
    images: String, masks: String, maskName: String = "{stem}"
  ) throws(DiagnosticError) -> [Sample] {
    let name = try MaskName(maskName)
    var problems = ProblemList()
    let imageFolder = problems.collect { () throws(DiagnosticError) in
      try ImageFolder(images, excluding: masks)
    }
    let maskFolder = problems.collect { () throws(DiagnosticError) in
      try ImageFolder(masks, excluding: images)
    }
    guard let imageFolder, let maskFolder else { throw problems.error }
    return try FolderPairing(images: imageFolder, masks: maskFolder, name: name).samples()
  }
}
