/// How a sample that shows its image less than half as large avoids the patterns that skipped pixels make.
///
/// Bilinear interpolation looks at two pixels along each axis; up to a zoom-out of 2 that leaves none out.
enum Prefilter {
  /// The zoom-out up to which a pixel is interpolated once.
  static let most = 2.0
  /// The most places along each side of a pixel.
  static let mostTaps = 8

  /// Places along each side of a pixel where the map skips over pixels by this factor.
  static func taps(stretch: Double) -> Int {
    // A factor of 2 that rounding has enlarged is still one of 2.
    guard stretch.isFinite, stretch > most * (1 + 1e-9) else { return 1 }
    return Int(min(stretch, Double(mostTaps)).rounded(.up))
  }
}

extension Augmentation.Draw {
  /// Places along each side of a crop's pixel whose mean the image has there: 1, or where it is shown less than half as large
  /// as many as it is smaller, at most 8.
  ///
  /// Evenly spaced within the pixel, each interpolated. Masks have the pixel's centre.
  public func taps(cropSize: ImageSize) -> Int {
    let center = (x: Double(cropSize.width - 1) / 2, y: Double(cropSize.height - 1) / 2)
    return Prefilter.taps(stretch: matrix.stretch(x: center.x, y: center.y))
  }

  /// How far beyond a pixel's centre its outermost places are, in pixels of the crop.
  func tapReach(cropSize: ImageSize) -> Double { 0.5 - 0.5 / Double(taps(cropSize: cropSize)) }
}

extension Homography {
  /// The length that a step of 1 has at most where the map takes it, near a point: the largest singular value of its derivative.
  func stretch(x: Double, y: Double) -> Double {
    let scale = rows[6] * x + rows[7] * y + rows[8]
    let place = self(x: x, y: y)
    let (a, b) = ((rows[0] - place.x * rows[6]) / scale, (rows[1] - place.x * rows[7]) / scale)
    let (c, d) = ((rows[3] - place.y * rows[6]) / scale, (rows[4] - place.y * rows[7]) / scale)
    // A turn that scales, plus one that mirrors, too: exact where either is all there is.
    let (turning, mirroring) = ((a + d, c - b), (a - d, b + c))
    func length(_ vector: (Double, Double)) -> Double {
      (vector.0 * vector.0 + vector.1 * vector.1).squareRoot()
    }
    return (length(turning) + length(mirroring)) / 2
  }
}
