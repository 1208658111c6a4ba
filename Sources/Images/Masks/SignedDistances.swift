/// How far each pixel is from the border of each class, for the boundary loss of Kervadec and others (2019).
public enum SignedDistances {
  /// The distances in pixels, class by class, rows from top to bottom: [K, H, W].
  ///
  /// Outside of a class, the distance to its nearest pixel; inside, 1 less the distance to the nearest pixel of another class, which is at
  /// most 0. 0 everywhere for a class that has no pixel or all of them. Ignored pixels are neither inside nor outside, and have 0.
  ///
  /// - Parameter classes: the number of channels; with 1, the class has the index 1.
  public static func of(_ mask: ClassMask, classes: Int) -> [Float] {
    (0..<classes).flatMap { distances(mask, to: UInt8(clamping: classes == 1 ? 1 : $0)) }
  }

  private static func distances(_ mask: ClassMask, to index: UInt8) -> [Float] {
    let isInside = mask.indices.map { $0 == index }
    let isOutside = mask.indices.map { $0 != index && $0 != ClassMask.ignored }
    guard isInside.contains(true), isOutside.contains(true) else {
      return Array(repeating: 0, count: mask.size.area)
    }
    let toInside = DistanceTransform.squared(to: isInside, size: mask.size)
    let toOutside = DistanceTransform.squared(to: isOutside, size: mask.size)
    return mask.indices.indices.map { place in
      if isOutside[place] { return Float(toInside[place].squareRoot()) }
      return isInside[place] ? Float(1 - toOutside[place].squareRoot()) : 0
    }
  }
}
