public import Diagnostics

/// A picture for the eye: image, truth and prediction side by side.
public struct SamplePanel {
  /// The pixels between two pictures.
  public static let gutter = 8

  private let gray: RGBImage
  private let color: RGBImage
  private let colors: SampleColors
  private let size: ImageSize

  /// Prepares the picture of one image.
  ///
  /// - Parameters:
  ///   - image: Any number of channels: the first three are red, green and blue; fewer are grey. 16-bit and
  ///     float images are stretched to their darkest and brightest values.
  ///   - colors: The colours of the classes.
  ///   - size: The size of the masks, to which the image is resized.
  public init(image: PixelImage, colors: SampleColors, size: ImageSize) {
    color = RGBImage(image.resized(to: size))
    gray = color.darkened
    self.colors = colors
    self.size = size
  }

  /// The picture as a PNG file's bytes: `3 * width + 2 * gutter` wide.
  ///
  /// Small pictures can be enlarged by a whole factor, each pixel to a square.
  ///
  /// Masks lie over the darkened grey image, with brighter borders; ignored pixels are hatched grey.
  ///
  /// - Throws: An error if the masks don't have the panel's size.
  public func png(
    truth: ClassMask, prediction: ClassMask, enlargedBy factor: Int = 1
  ) throws(DiagnosticError) -> [UInt8] {
    guard truth.size == size, prediction.size == size else {
      throw DiagnosticError(
        Diagnostic("masks of \(truth.size) and \(prediction.size) don't fit a panel of \(size)"))
    }
    let pictures = [color, gray.tinted(truth, colors), gray.tinted(prediction, colors)]
    return try RGBImage.row(pictures.map { $0.enlarged(by: factor) }, gutter: Self.gutter).pixelImage
      .encodedPNG()
  }
}
