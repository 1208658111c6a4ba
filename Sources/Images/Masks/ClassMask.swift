/// The class of each pixel of an image, rows from top to bottom: [H, W].
public struct ClassMask: Hashable, Sendable {
  /// The value of a pixel that neither training nor scores look at.
  public static let ignored: UInt8 = 255

  /// Width and height in pixels.
  public let size: ImageSize
  /// The class of each pixel, `size.area` of them.
  ///
  /// With K >= 2 classes 0..<K in the order of the config, with one class 0 is background and 1 the class;
  /// `ignored` marks pixels to leave out.
  public let indices: [UInt8]

  /// Makes a mask; nil unless `indices` has one value for each pixel.
  public init?(size: ImageSize, indices: [UInt8]) {
    guard size.width > 0, size.height > 0, indices.count == size.area else { return nil }
    self.init(checked: size, indices: indices)
  }

  /// Makes a mask of indices whose number is known to be right.
  init(checked size: ImageSize, indices: [UInt8]) {
    self.size = size
    self.indices = indices
  }

  /// Pixels in a row.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }

  /// The pixels of each of the indices 0..<`classes`.
  public func pixelCounts(classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for index in indices where index < classes { counts[Int(index)] += 1 }
    return counts
  }

  /// The mask at another size; each pixel takes the class of the pixel under its centre.
  public func resized(to target: ImageSize) -> ClassMask {
    guard target != size else { return self }
    let columns = ClassMask.nearest(target.width, from: width)
    let rows = ClassMask.nearest(target.height, from: height)
    var result: [UInt8] = []
    result.reserveCapacity(target.area)
    for row in rows {
      let start = row * width
      for column in columns { result.append(indices[start + column]) }
    }
    return ClassMask(checked: target, indices: result)
  }

  /// For each of `count` new positions, which of `old` positions lies under its centre.
  private static func nearest(_ count: Int, from old: Int) -> [Int] {
    (0..<count).map { (2 * $0 + 1) * old / (2 * count) }
  }
}
