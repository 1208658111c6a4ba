/// The size of a training sample, and how much of it is learnt.
public struct SampleShape: Hashable, Sendable {
  /// The size of the image that a network sees.
  public let size: ImageSize
  /// Pixels at each side that are only looked at, as by convolutions without padding, whose results lack them; at least 0.
  public let margin: Int

  /// Makes a shape; without a margin all of a sample is learnt.
  public init(_ size: ImageSize, margin: Int = 0) {
    self.size = size
    self.margin = margin
  }

  /// The size of the part within the margins.
  public var core: ImageSize { ImageSize(width: size.width - 2 * margin, height: size.height - 2 * margin) }

  /// Whether the part within the margins is wider or higher than the image, so that some of it is padding.
  ///
  /// - Parameter turning: Whether samples may be turned by a quarter, after which the other side may be longer.
  public func pads(_ image: ImageSize, turning: Bool) -> Bool {
    func exceeds(_ core: ImageSize) -> Bool { core.width > image.width || core.height > image.height }
    return exceeds(core) || (turning && exceeds(core.transposed))
  }

  /// The pixels within the margins that a sample of the image has at most, not turned.
  public func covered(by image: ImageSize) -> Int {
    min(core.width, image.width) * min(core.height, image.height)
  }
}
