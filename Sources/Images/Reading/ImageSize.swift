/// The size of an image in pixels.
public struct ImageSize: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Pixels in a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int

  /// Makes a size of `width` columns and `height` rows.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The number of pixels.
  public var area: Int { width * height }

  /// The size of the image turned by a quarter.
  public var transposed: ImageSize { ImageSize(width: height, height: width) }

  /// Width by height, as in "480x360".
  public var description: String { "\(width)x\(height)" }
}
