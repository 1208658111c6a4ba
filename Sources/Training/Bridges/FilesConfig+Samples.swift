import Config
import Diagnostics
import Experiment
import Images

extension FilesConfig {
  /// The samples of the data set, in its order.
  ///
  /// - Parameter unpaired: what becomes of files without a partner.
  /// - Throws: `DiagnosticError` with all that doesn't fit together.
  func samples(unpaired: FolderDataset.Unpaired) throws -> [Sample] {
    try samples(images, masks, unpaired)
  }

  /// The samples of two other folders, whose files are named as these.
  func samples(images: Path, masks: Path, unpaired: FolderDataset.Unpaired) throws -> [Sample] {
    try samples(images, masks, unpaired)
  }

  private func samples(
    _ images: Path, _ masks: Path, _ unpaired: FolderDataset.Unpaired
  ) throws -> [Sample] {
    try layout.requireFiles(images, masks)
    return try FolderDataset.pair(
      images: images.string, masks: masks.string, imageName: imageName, maskName: maskName,
      unpaired: unpaired)
  }
}
