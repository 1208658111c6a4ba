import Foundation

extension Augmentation {
  /// What happens to one sample, as values that a device applies.
  public struct Draw: Hashable, Sendable {
    /// From the pixel centres of the crop that is made to those of the image, both in index coordinates (the
    /// first pixel's centre is 0, 0).
    ///
    /// Without rotation and scale it takes whole numbers to whole numbers.
    public let matrix: Homography
    /// Whether what lies left and right of the image is padding, which the mask has as ignored: where the sample is wider.
    ///
    /// Elsewhere image and mask go on as their mirror images.
    public let padsColumns: Bool
    /// Whether what lies above and below the image is padding: where the sample is higher.
    public let padsRows: Bool
    /// What becomes of the image's values, in this order.
    public let changes: [PhotometricChange]

    /// Whether each pixel of the crop is a pixel of the image, so that nothing needs to be interpolated.
    public var isExact: Bool { matrix.rows.allSatisfy { $0 == $0.rounded() } }
  }

  /// Draws what happens to one sample.
  ///
  /// The crop is placed, uniformly over all positions where what it has within its margins fits; along a side where that
  /// doesn't fit, it is centred. Reflection fills the rest. Then, about the crop's centre: rotation, scale, quarter turns,
  /// flips. With c the centre of the crop that is made and s that of its place in the image,
  /// `matrix` = T(s) · R(angle) · S(1/scale) · Q · F · T(-c).
  ///
  /// Every random number is drawn whether it is used or not, so that a probability that changes for one
  /// variation changes no other.
  ///
  /// A crop around a pixel has it in its middle, or, of an even number, right after; near an edge the crop is moved back into the
  /// image, as nnU-Net does.
  ///
  /// - Parameters:
  ///   - seed: The experiment's seed.
  ///   - epoch: The epoch, from 0.
  ///   - position: The sample's position in the epoch, from 0.
  ///   - imageSize: The size of the whole image.
  ///   - cropSize: The size of the crop to make.
  ///   - margin: Pixels at each side of the crop that are only looked at and may lie outside of the image.
  ///   - focus: The pixel around which the crop is placed; nil for a random place.
  public func draw(
    seed: UInt64, epoch: Int, position: Int, imageSize: ImageSize, cropSize: ImageSize, margin: Int = 0,
    around focus: PixelPosition? = nil
  ) -> Draw {
    var stream = RandomStream(seed: seed, epoch: epoch, position: position, purpose: .geometry)
    let turns = Self.quarterTurns(&stream, probability: geometry.quarterTurns)
    let mirrored = stream.chance(geometry.horizontalFlip)
    let upsideDown = stream.chance(geometry.verticalFlip)
    let angle = Self.angle(&stream, geometry.rotation)
    let zoom = Self.logarithmic(&stream, geometry.scale)
    let placed = turns.isMultiple(of: 2) ? cropSize : cropSize.transposed
    let core = SampleShape(placed, margin: margin).core
    let random = Self.corner(&stream, imageSize, core)
    let corner = focus.map { Self.corner(around: $0, imageSize, core) } ?? random

    let toCenter = Homography.translation(-Self.center(cropSize.width), -Self.center(cropSize.height))
    let flip = Homography(a: mirrored ? -1 : 1, b: 0, c: 0, d: upsideDown ? -1 : 1, x: 0, y: 0)
    let place = Homography.translation(
      Double(corner.x - margin) + Self.center(placed.width),
      Double(corner.y - margin) + Self.center(placed.height))
    return Draw(
      matrix: place * .rotation(degrees: angle, zoom: zoom) * .quarterTurns(turns) * flip * toCenter,
      padsColumns: core.width > imageSize.width, padsRows: core.height > imageSize.height,
      changes: photometry.draw(seed: seed, epoch: epoch, position: position, size: cropSize))
  }

  /// The middle of `count` pixels in index coordinates; a whole number or a half, so sums of it are exact.
  private static func center(_ count: Int) -> Double { Double(count - 1) / 2 }

  private static func quarterTurns(_ stream: inout RandomStream, probability: Double) -> Int {
    let happens = stream.chance(probability)
    let turns = 1 + stream.integer(below: 3)
    return happens ? turns : 0
  }

  private static func angle(_ stream: inout RandomStream, _ rotation: Reach) -> Double {
    let happens = stream.chance(rotation.probability)
    let angle = stream.uniform(in: -1...1) * rotation.most
    return happens ? angle : 0
  }

  private static func logarithmic(_ stream: inout RandomStream, _ factor: Factor) -> Double {
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

extension Homography {
  static func translation(_ x: Double, _ y: Double) -> Homography {
    Homography(a: 1, b: 0, c: 0, d: 1, x: x, y: y)
  }

  /// Turns by quarters, of which 1 takes (1, 0) to (0, 1); all entries are exactly 0 or ±1.
  static func quarterTurns(_ count: Int) -> Homography {
    let (cosine, sine) = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)][count & 3]
    return Homography(a: cosine, b: -sine, c: sine, d: cosine, x: 0, y: 0)
  }

  /// Turns by an angle and looks at a part `zoom` times as small.
  static func rotation(degrees: Double, zoom: Double) -> Homography {
    guard degrees != 0 || zoom != 1 else { return .identity }
    let (sine, cosine) = (sin(degrees * .pi / 180) / zoom, cos(degrees * .pi / 180) / zoom)
    return Homography(a: cosine, b: -sine, c: sine, d: cosine, x: 0, y: 0)
  }
}
