/// An image and what is known of its pixels, to be drawn.
public struct MaskedImage: Equatable, Sendable {
  let image: PixelImage
  let mask: ClassMask
  /// The mask of the sample that was added to this one.
  let other: ClassMask?

  /// Pairs an image with a mask of its size, or, where two samples were mixed, with both.
  public init(_ image: PixelImage, _ mask: ClassMask, other: ClassMask? = nil) {
    self.image = image
    self.mask = mask
    self.other = other
  }
}
