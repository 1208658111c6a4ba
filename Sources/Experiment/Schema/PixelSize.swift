import Config

/// Height and width in pixels.
public struct PixelSize: Hashable, Sendable, CustomStringConvertible {
  /// Pixels from top to bottom, at least 1.
  public let height: Int
  /// Pixels from left to right, at least 1.
  public let width: Int

  /// Makes a size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The shorter side.
  public var smallestSide: Int { min(height, width) }

  /// `height x width`.
  public var description: String { "\(height) x \(width)" }

  /// `[height, width]`, or one number for a square.
  static var format: Format<PixelSize> {
    Format<[Int]>.oneOrList(of: Int.format(in: .from(1, to: 65536)), counts: 2...2)
      .called("[height, width] or one number, from 1 to 65536")
      .map {
        PixelSize(height: $0[0], width: $0.count == 1 ? $0[0] : $0[1])
      } back: {
        [$0.height, $0.width]
      }
  }
}
