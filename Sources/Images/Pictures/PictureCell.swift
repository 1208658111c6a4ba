/// The place for a picture on a page, into which images of any size are fitted.
struct PictureCell {
  /// How a mask is shown.
  enum Style {
    /// Not at all.
    case plain
    /// As colours over the darkened image.
    case tinted
    /// As lines where classes meet.
    case outlined
  }

  let size: ImageSize
  let colors: SampleColors

  /// A cell of that width, shaped after images that are at most twice as long one way as the other.
  init(width: Int, shapedAs image: ImageSize, colors: SampleColors) {
    let shape = min(2, max(0.5, Double(image.height) / Double(image.width)))
    size = ImageSize(width: width, height: Int((Double(width) * shape).rounded()))
    self.colors = colors
  }

  /// A picture that fits: reduced without aliasing, or enlarged by a whole factor.
  func drawn(_ sample: MaskedImage, _ range: DisplayRange, _ style: Style) -> RGBImage {
    let image = range.shown(sample.image)
    let ratio = min(
      Double(size.width) / Double(image.width), Double(size.height) / Double(image.height))
    if ratio >= 1 { return drawn(image, sample, style).enlarged(by: Int(ratio)) }
    let reduced = ImageSize(
      width: max(1, Int((Double(image.width) * ratio).rounded())),
      height: max(1, Int((Double(image.height) * ratio).rounded())))
    return drawn(image.resized(to: reduced), sample, style)
  }

  private func drawn(_ image: PixelImage, _ sample: MaskedImage, _ style: Style) -> RGBImage {
    let picture = RGBImage(image)
    let masks = ([sample.mask] + (sample.other.map { [$0] } ?? [])).map { $0.resized(to: image.size) }
    return switch style {
    case .plain: picture
    case .tinted: masks.reduce(picture.darkened) { $0.tinted($1, colors) }
    case .outlined: masks.reduce(picture) { $0.outlined($1, colors) }
    }
  }
}
