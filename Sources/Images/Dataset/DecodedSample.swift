/// An image and its mask in memory, as training reads them.
public struct DecodedSample: Sendable {
  /// The image, resized if the dataset is.
  public let image: PixelImage
  /// The mask at the size of `image`.
  public let mask: ClassMask
  /// The mask at the size of its file, on which scores are counted.
  public let fullMask: ClassMask
  /// SHA-256 of the image file's bytes, 64 hexadecimal digits.
  public let imageHash: String
  /// SHA-256 over the bytes of the mask's files, 64 hexadecimal digits.
  public let maskHash: String
  /// How many pixels of the mask are in the files of several classes, of which the last has them.
  public let maskOverlap: Int
}
