import CVips

extension VipsImage {
  /// How the reason begins by which a stack is refused.
  static let severalImages = "holds"

  /// Decodes a file's bytes: upright, in colours or grey, without transparency.
  static func decoded(_ bytes: [UInt8]) throws(Vips.Failure) -> PixelImage {
    if let chunks = PNGChunks(bytes), !chunks.isComplete {
      throw Vips.Failure(reason: "unexpected end of the file")
    }
    let hasAlpha = TIFFTransparency.isDeclared(bytes) ?? true
    return try stored(bytes).upright().inKnownColors().withoutAlpha(hasAlpha).pixels()
  }

  /// Decodes all pixels while `bytes` stay where they are.
  private static func stored(_ bytes: [UInt8]) throws(Vips.Failure) -> VipsImage {
    try bytes.withUnsafeBufferPointer { buffer throws(Vips.Failure) in
      let file = try VipsImage { cvips_open_bytes(buffer.baseAddress, buffer.count, $0) }
      try file.requireSinglePage()
      return try file.applying(cvips_decode)
    }
  }

  /// Refuses stacks and animations: which of their pages is the image would be a guess.
  func requireSinglePage() throws(Vips.Failure) {
    guard pages > 1 else { return }
    throw Vips.Failure(reason: "\(Self.severalImages) \(pages) images in one file")
  }

  /// Whether the last band may be transparency, by the number of bands.
  var mayHaveAlpha: Bool {
    switch interpretation {
    case VIPS_INTERPRETATION_B_W, VIPS_INTERPRETATION_GREY16: bands == 2
    case VIPS_INTERPRETATION_sRGB, VIPS_INTERPRETATION_RGB, VIPS_INTERPRETATION_RGB16: bands == 4
    default: false
    }
  }

  /// How many bands a decoded image has.
  func channels(hasAlpha: Bool) -> Int {
    if isForeignColor { return 3 }
    return mayHaveAlpha && hasAlpha ? bands - 1 : bands
  }

  /// Whether the bands are of printing or perceptual colours, which become red, green and blue.
  private var isForeignColor: Bool {
    [VIPS_INTERPRETATION_CMYK, VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABS].contains(interpretation)
  }

  private func upright() throws(Vips.Failure) -> VipsImage {
    isUpright ? self : try applying(cvips_upright)
  }

  private func inKnownColors() throws(Vips.Failure) -> VipsImage {
    isForeignColor ? try applying(cvips_to_srgb) : self
  }

  private func withoutAlpha(_ hasAlpha: Bool) throws(Vips.Failure) -> VipsImage {
    let count = channels(hasAlpha: hasAlpha)
    return count == bands ? self : try applying { cvips_first_bands($0, $1, Int32(count)) }
  }

  /// The decoded values; types that we do not store become float.
  func pixels() throws(Vips.Failure) -> PixelImage {
    let storage: PixelImage.Storage
    switch format {
    case VIPS_FORMAT_UCHAR: storage = .uint8(try values(of: UInt8.self))
    case VIPS_FORMAT_USHORT: storage = .uint16(try values(of: UInt16.self))
    case VIPS_FORMAT_FLOAT: storage = .float(try values(of: Float.self))
    case VIPS_FORMAT_COMPLEX, VIPS_FORMAT_DPCOMPLEX:
      throw Vips.Failure(reason: "complex numbers are not read")
    default: return try applying { cvips_cast($0, $1, VIPS_FORMAT_FLOAT) }.pixels()
    }
    return PixelImage(checked: size, channels: bands, storage: storage)
  }
}
