/// A pixel of an image.
public struct PixelPosition: Hashable, Sendable {
  /// The column, from 0.
  public let x: Int
  /// The row, from 0.
  public let y: Int

  /// Names the pixel in column `x` of row `y`.
  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}
