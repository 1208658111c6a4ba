import Foundation

extension Augmentation.Geometry {
  /// Where a sample's crop lies in the image, and how it is flipped, turned and scaled there: what is drawn from one stream.
  struct Pose {
    /// The size of the crop in the image, which quarter turns may have exchanged.
    let placed: ImageSize
    /// The size of the part within the margins in the image.
    let core: ImageSize
    /// From the crop's centre to that of its place in the image.
    let place: Homography
    /// The turn by an angle, and the zoom.
    let turn: Homography
    /// The flips, and then the quarter turns.
    let orientation: Homography
    /// How far the pixel around which the crop is placed is from the crop's centre, in pixels of the image.
    let focus: (x: Double, y: Double)?
    private let exchangesSides: Bool

    init(
      _ geometry: Augmentation.Geometry, _ stream: consuming RandomStream, _ image: ImageSize,
      _ crop: ImageSize, margin: Int, around pixel: PixelPosition?
    ) {
      let turns = Self.quarterTurns(&stream, probability: geometry.quarterTurns)
      let mirrored = stream.chance(geometry.horizontalFlip)
      let upsideDown = stream.chance(geometry.verticalFlip)
      let angle = Self.angle(&stream, geometry.rotation)
      let zoom = Self.logarithmic(&stream, geometry.scale)
      exchangesSides = !turns.isMultiple(of: 2)
      placed = exchangesSides ? crop.transposed : crop
      core = SampleShape(placed, margin: margin).core
      let random = Self.corner(&stream, image, core)
      let corner = pixel.map { [core] in Self.corner(around: $0, image, core) } ?? random
      let center = (
        x: Double(corner.x - margin) + placed.centerX, y: Double(corner.y - margin) + placed.centerY
      )
      place = .translation(center.x, center.y)
      turn = .rotation(degrees: angle, zoom: zoom)
      orientation =
        .quarterTurns(turns)
        * Homography(a: mirrored ? -1 : 1, b: 0, c: 0, d: upsideDown ? -1 : 1, x: 0, y: 0)
      focus = pixel.map { (Double($0.x) - center.x, Double($0.y) - center.y) }
    }

    /// Distances along the axes of the crop, as ones along those of its place in the image.
    func turned(_ reach: (x: Double, y: Double)) -> (x: Double, y: Double) {
      exchangesSides ? (reach.y, reach.x) : reach
    }
  }
}

extension Augmentation.Geometry.Pose {
  private static func quarterTurns(_ stream: inout RandomStream, probability: Double) -> Int {
    let happens = stream.chance(probability)
    let turns = 1 + stream.integer(below: 3)
    return happens ? turns : 0
  }

  private static func angle(_ stream: inout RandomStream, _ rotation: Augmentation.Reach) -> Double {
    let happens = stream.chance(rotation.probability)
    let angle = stream.uniform(in: -1...1) * rotation.most
    return happens ? angle : 0
  }

  private static func logarithmic(_ stream: inout RandomStream, _ factor: Augmentation.Factor) -> Double {
    let happens = stream.chance(factor.probability)
    let part = stream.uniform()
    guard happens else { return 1 }
    return factor.range.lowerBound * pow(factor.range.upperBound / factor.range.lowerBound, part)
  }

  private static func corner(
    _ stream: inout RandomStream, _ image: ImageSize, _ crop: ImageSize
  ) -> (x: Int, y: Int) {
    func along(_ image: Int, _ crop: Int) -> Int {
      crop <= image ? stream.integer(below: image - crop + 1) : centered(image, crop)
    }
    return (along(image.width, crop.width), along(image.height, crop.height))
  }

  private static func corner(
    around focus: PixelPosition, _ image: ImageSize, _ crop: ImageSize
  ) -> (x: Int, y: Int) {
    func along(_ focus: Int, _ image: Int, _ crop: Int) -> Int {
      crop <= image ? min(max(focus - crop / 2, 0), image - crop) : centered(image, crop)
    }
    return (along(focus.x, image.width, crop.width), along(focus.y, image.height, crop.height))
  }

  /// Where a crop begins that is longer than the image.
  private static func centered(_ image: Int, _ crop: Int) -> Int { -((crop - image) / 2) }
}

extension ImageSize {
  /// The middle of the columns in index coordinates; a whole number or a half, so sums of it are exact.
  var centerX: Double { Double(width - 1) / 2 }
  /// The middle of the rows in index coordinates.
  var centerY: Double { Double(height - 1) / 2 }
}
