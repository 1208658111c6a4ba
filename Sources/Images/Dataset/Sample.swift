/// An image and its mask, as files.
public struct Sample: Hashable, Sendable {
  /// The image's path below its folder without the extension, as in `train/0001`; unique in a dataset.
  public let id: String
  /// Where the image is.
  public let imagePath: String
  /// Where its mask is.
  public let maskPath: String

  /// Makes a sample of two files.
  public init(id: String, imagePath: String, maskPath: String) {
    self.id = id
    self.imagePath = imagePath
    self.maskPath = maskPath
  }
}
