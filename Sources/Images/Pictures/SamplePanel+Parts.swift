public import Diagnostics

extension SamplePanel {
  /// What the picture of a panel holds, taken apart again: small files for a page that shows many predictions of an image.
  public struct Parts: Equatable, Sendable {
    /// A JPEG of the image.
    public let image: [UInt8]
    /// PNGs of the masks alone: each class in its colour, ignored pixels grey, and black where the image is left as it is.
    public let truth, prediction: [UInt8]

    /// Wide enough for a page.
    private static let width = 384

    /// Takes the picture of a panel apart; nil if it is the picture of something else.
    public init?(of picture: PixelImage, colors: SampleColors) throws(DiagnosticError) {
      guard let parts = RGBImage(picture).parts(3, gutter: SamplePanel.gutter) else { return nil }
      let gray = parts[0].darkened
      // A small PNG has 16 colours: those of the classes, black and grey.
      let style: PixelImage.PNGStyle = colors.colors.count <= 14 ? .small : .exact
      func mask(_ tinted: RGBImage) throws(DiagnosticError) -> [UInt8] {
        try gray.shrunk(toWidth: Self.width).untinted(tinted.shrunk(toWidth: Self.width), colors)
          .pixelImage.encodedPNG(style)
      }
      let photo = parts[0].pixelImage
      let width = min(photo.width, Self.width)
      let size = ImageSize(width: width, height: max(1, photo.size.height * width / photo.width))
      image = try photo.resized(to: size).encodedJPEG()
      truth = try mask(parts[1])
      prediction = try mask(parts[2])
    }
  }
}
