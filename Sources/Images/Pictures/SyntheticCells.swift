/// A made-up microscope image of cells, and its true mask: something to train on without any data.
///
/// Touching cells, uneven light, debris and noise make it no trivial task; the same seed gives the same
/// picture.
public struct SyntheticCells: Sendable {
  /// The names of the mask's values 0, 1 and 2.
  public static let classes = ["background", "cell", "border"]

  /// What made the cells visible.
  public enum Look: Sendable {
    /// Fluorescence: one channel, bright cells on black.
    case fluorescent
    /// Haematoxylin and eosin in bright light: red, green and blue.
    case stained
  }

  /// The picture, 8 bits.
  public let image: PixelImage
  /// One channel, 8 bits: 0 background, 1 inside a cell, 2 within 3 pixels of a cell's outline, inside it.
  public let mask: PixelImage

  /// How far from the outline the border class reaches, in pixels.
  private static let borderWidth = 3.0

  /// Draws a picture.
  ///
  /// - Parameters:
  ///   - size: At least 32 x 32 to show a whole cell.
  ///   - seed: The seed of a series of pictures.
  ///   - number: Which picture of the series, from 0.
  ///   - look: What made the cells visible, which are in the same places.
  public init(
    size: ImageSize = ImageSize(width: 128, height: 128), seed: UInt64, number: Int = 0,
    look: Look = .fluorescent
  ) {
    var stream = RandomStream(seed: seed, position: number, purpose: .synthesis)
    let field = CellField(size: size, stream: &stream)
    image =
      switch look {
      case .fluorescent: CellRendering(field, stream: &stream).image
      case .stained: StainedCells(field, stream: &stream).image
      }
    let values = zip(field.labels, field.outlineDistance).map { label, distance -> UInt8 in
      if label == 0 { return 0 }
      return distance <= Self.borderWidth ? 2 : 1
    }
    mask = PixelImage(checked: size, channels: 1, storage: .uint8(values))
  }
}
