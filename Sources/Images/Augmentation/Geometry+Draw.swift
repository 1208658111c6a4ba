import Foundation

/// What is drawn from a stream of its own; each map acts about the centre of the crop's place in the image.
extension Augmentation.Geometry {
  /// Takes the crop to a part of it, from the stream in which the part's place is drawn.
  ///
  /// The pixels within the margins stay between the outermost ones that the crop has there.
  func part(of pose: Pose, _ stream: consuming RandomStream) -> Homography {
    let happens = stream.chance(resizedCrop.probability)
    let area = stream.uniform(in: resizedCrop.area)
    // A part of that area whose aspect is within 1 / most...most fits into the crop.
    let most = 1 / area
    let low = min(max(resizedCrop.aspect.lowerBound, 1 / most), most)
    let high = min(max(resizedCrop.aspect.upperBound, 1 / most), most)
    let aspect = low * pow(high / low, stream.uniform())
    let share = (x: min(1, (area * aspect).squareRoot()), y: min(1, (area / aspect).squareRoot()))
    let place = (x: stream.uniform(in: -1...1), y: stream.uniform(in: -1...1))
    guard happens else { return .identity }
    func offset(_ share: Double, _ center: Double, _ place: Double, _ focus: Double?) -> Double {
      let room = max(0, (1 - share) * center)
      return focus.map { min(max($0, -room), room) } ?? place * room
    }
    return Homography(
      a: share.x, b: 0, c: 0, d: share.y,
      x: offset(share.x, pose.core.centerX, place.x, pose.focus?.x),
      y: offset(share.y, pose.core.centerY, place.y, pose.focus?.y))
  }

  /// Shifts by whole pixels, as torchvision's `RandomAffine` does, so that a shift alone blurs nothing.
  func shift(of size: ImageSize, _ stream: consuming RandomStream) -> Homography {
    let happens = stream.chance(translation.probability)
    let share = (
      x: stream.uniform(in: -1...1) * translation.most, y: stream.uniform(in: -1...1) * translation.most
    )
    guard happens else { return .identity }
    return .translation((share.x * Double(size.width)).rounded(), (share.y * Double(size.height)).rounded())
  }

  /// Slants along one axis and then along the other, which keeps areas.
  func slant(_ stream: consuming RandomStream) -> Homography {
    let happens = stream.chance(shear.probability)
    let (x, y) = (
      stream.uniform(in: -1...1) * shear.most * .pi / 180, stream.uniform(in: -1...1) * shear.most * .pi / 180
    )
    guard happens else { return .identity }
    return Homography(a: 1, b: tan(x), c: 0, d: 1, x: 0, y: 0)
      * Homography(a: 1, b: 0, c: tan(y), d: 1, x: 0, y: 0)
  }

  /// Takes the corners of the crop to four points within it; torchvision's `RandomPerspective` draws them alike, and shows the
  /// inverse map.
  ///
  /// Where a part of the crop, or of where fields move its pixels, would lie more than ten times as far off as the centre, or beyond
  /// the horizon, all corners move by a half, a quarter and so on of that.
  ///
  /// - Parameter reach: How far fields move the crop's pixels along each axis at most, in pixels.
  func view(
    of size: ImageSize, movedBy reach: (x: Double, y: Double), _ stream: consuming RandomStream
  ) -> Homography {
    let happens = stream.chance(perspective.probability)
    let moves = (0..<8).map { _ in stream.uniform() * perspective.most }
    guard happens else { return .identity }
    let half = (x: Double(size.width) / 2, y: Double(size.height) / 2)
    let room = (x: 1 + reach.x / half.x, y: 1 + reach.y / half.y)
    var strength = 1.0
    for _ in 0..<16 {
      let view = Homography.view(movingCorners: moves.map { $0 * strength })
      if view.leastDepth(x: room.x, y: room.y) >= 0.1 {
        return .scaling(half.x, half.y) * view * .scaling(1 / half.x, 1 / half.y)
      }
      strength /= 2
    }
    return .identity
  }

  /// The fields that move the crop's pixels, in the crop's own axes.
  func fields(
    of size: ImageSize, _ stream: (RandomStream.Purpose) -> RandomStream
  ) -> [DisplacementField] {
    var fields: [DisplacementField] = []
    var (coarse, smooth, grid) = (stream(.elastic), stream(.smoothElastic), stream(.gridDistortion))
    if coarse.chance(elastic.probability) { fields.append(.init(elastic, of: size, using: &coarse)) }
    if smooth.chance(smoothElastic.probability) {
      fields.append(.init(smoothElastic, of: size, using: &smooth))
    }
    if grid.chance(gridDistortion.probability) {
      fields.append(.init(gridDistortion, of: size, using: &grid))
    }
    return fields
  }
}
