extension ImageFile {
  /// What a file's header says.
  public struct Header: Hashable, Sendable {
    /// Width and height of the upright image.
    public let size: ImageSize
    /// Values of one pixel, transparency counted.
    public let bands: Int
    /// Whether the last of the bands is transparency.
    public let hasAlpha: Bool
    /// How many pictures the file holds, at least 1.
    public let pages: Int
    /// How many bits the file has for a value: 1, 2, 4, 8, 16, 32 or 64; with a palette, for an index.
    public let bits: Int
    /// How many bytes a value takes when it is decoded: 1, 2 or 4.
    public let bytesPerValue: Int

    init(
      size: ImageSize, bands: Int, hasAlpha: Bool = false, pages: Int, bits: Int, bytesPerValue: Int
    ) {
      self.size = size
      self.bands = bands
      self.hasAlpha = hasAlpha
      self.pages = pages
      self.bits = bits
      self.bytesPerValue = bytesPerValue
    }

    /// Values of one pixel, transparency left out.
    public var channels: Int { hasAlpha ? bands - 1 : bands }

    /// The header of one of so many pages.
    func with(pages: Int) -> Header {
      Header(
        size: size, bands: bands, hasAlpha: hasAlpha, pages: pages, bits: bits, bytesPerValue: bytesPerValue)
    }
  }
}
