extension Augmentation {
  /// What happens to one sample, as values that a device applies.
  public struct Draw: Hashable, Sendable {
    /// From the pixel centres of the crop that is made, moved by `fields`, to those of the image, both in index coordinates (the
    /// first pixel's centre is 0, 0).
    ///
    /// Where nothing turns by an angle, zooms or slants, it takes whole numbers to whole numbers.
    public let matrix: Homography
    /// How far the crop's pixels are moved before `matrix` takes them to the image; what several say adds up.
    public let fields: [DisplacementField]
    /// Whether what lies left and right of the image is padding, which the mask has as ignored: where the sample is wider.
    ///
    /// Elsewhere image and mask go on as their mirror images.
    public let padsColumns: Bool
    /// Whether what lies above and below the image is padding: where the sample is higher.
    public let padsRows: Bool
    /// What becomes of the image's values, in this order.
    public let changes: [PhotometricChange]

    /// Whether each pixel of the crop is a pixel of the image, so that nothing needs to be interpolated.
    public var isExact: Bool { fields.isEmpty && matrix.isWhole }
  }

  /// Draws what happens to one sample.
  ///
  /// The crop is placed, uniformly over all positions where what it has within its margins fits; along a side where that
  /// doesn't fit, it is centred. Reflection fills the rest. A pixel p of the crop is read at `matrix`(p + d(p)), d the sum of
  /// `fields`, so that a pixel is interpolated once, whatever happens to it. With c the centre of the crop that is made and s that of
  /// its place in the image,
  ///
  ///     matrix = T(s) · Z · R(angle) · S(1/scale) · T(translation) · H(shear) · P · Q · F · T(-c)
  ///
  /// where F flips, Q turns by quarters, P takes the crop's corners to the four points of a perspective, H slants, and Z takes the
  /// crop to a part of it (`ResizedCrop`). All but Z and T(translation) act about the crop's centre.
  ///
  /// Every random number is drawn whether it is used or not, or from a stream of its own, so that a probability that changes for one
  /// variation changes no other.
  ///
  /// A crop around a pixel has it in its middle, or, of an even number, right after; near an edge the crop is moved back into the
  /// image, as nnU-Net does, and so is a part of the crop near the crop's edge. Translation, perspective and fields move the pixel.
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
    func stream(_ purpose: RandomStream.Purpose) -> RandomStream {
      RandomStream(seed: seed, epoch: epoch, position: position, purpose: purpose)
    }
    let pose = Geometry.Pose(geometry, stream(.geometry), imageSize, cropSize, margin: margin, around: focus)
    let fields = geometry.fields(of: cropSize, stream)
    let map =
      pose.place * geometry.part(of: pose, stream(.resizedCrop)) * pose.turn
      * geometry.shift(of: pose.core, stream(.translation)) * geometry.slant(stream(.shear))
      * geometry.view(of: pose.placed, movedBy: pose.turned(fields.reach), stream(.perspective))
    return Draw(
      matrix: map * pose.orientation * .translation(-cropSize.centerX, -cropSize.centerY), fields: fields,
      padsColumns: pose.core.width > imageSize.width, padsRows: pose.core.height > imageSize.height,
      changes: photometry.draw(seed: seed, epoch: epoch, position: position, size: cropSize))
  }
}
