/// A rectangle of whole pixels.
public struct PixelRectangle: Hashable, Sendable {
  /// The columns, never empty.
  public let columns: Range<Int>
  /// The rows, never empty.
  public let rows: Range<Int>

  /// Width and height in pixels.
  public var size: ImageSize { ImageSize(width: columns.count, height: rows.count) }
}

extension Augmentation.Draw {
  /// The part of the image that a crop of this size can touch, clipped to the image.
  ///
  /// Sampling is bilinear and coordinates outside the image are reflected about the centres of its edge
  /// pixels (PyTorch's `grid_sample` with `padding_mode="reflection"` and `align_corners=True`). Where no
  /// coordinate is outside, this is the smallest such rectangle, or, with fields, the smallest for all fields of their reach;
  /// where some are, all between the edge and the reflected reach counts, so that sampling in the rectangle alone, with the
  /// same rule, gives the same. Where a pixel is the mean of several places (`taps`), all of them count.
  public func sourceWindow(cropSize: ImageSize, imageSize: ImageSize) -> PixelRectangle {
    let (reach, taps) = (fields.reach, tapReach(cropSize: cropSize))
    let (beyondX, beyondY) = (reach.x + taps, reach.y + taps)
    let (left, right) = (-beyondX, Double(cropSize.width - 1) + beyondX)
    let (top, bottom) = (-beyondY, Double(cropSize.height - 1) + beyondY)
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)]
    // Before the horizon, what a rectangle is taken to is the convex hull of what its corners are taken to.
    guard corners.allSatisfy({ matrix.depth(x: $0.0, y: $0.1) > 0 }) else {
      return PixelRectangle(columns: 0..<imageSize.width, rows: 0..<imageSize.height)
    }
    let ends = corners.map { matrix(x: $0.0, y: $0.1) }
    return PixelRectangle(
      columns: Self.reach(ends.map(\.x), count: imageSize.width),
      rows: Self.reach(ends.map(\.y), count: imageSize.height))
  }

  /// The pixels of an axis that coordinates between the least and the greatest of `ends` touch.
  private static func reach(_ ends: [Double], count: Int) -> Range<Int> {
    let (low, high, last) = (ends.min() ?? 0, ends.max() ?? 0, Double(count - 1))
    guard low >= -last, high <= 2 * last else { return 0..<count }
    let reflectedLow = high > last ? min(low, 2 * last - high) : low
    let reflectedHigh = low < 0 ? max(high, -low) : high
    let first = max(0, Int(reflectedLow.rounded(.down)))
    return first..<(min(count - 1, Int(reflectedHigh.rounded(.up))) + 1)
  }
}
