import CVips

extension VipsImage {
  /// Decodes a page of a file's bytes: upright, in colours or grey.
  static func decoded(_ bytes: [UInt8], page: Int) throws(Vips.Failure) -> StoredImage {
    if let chunks = PNGChunks(bytes), !chunks.isComplete {
      throw Vips.Failure(reason: "unexpected end of the file")
    }
    let image = try stored(bytes, page)
    let upright = image.isUpright ? image : try image.applying(cvips_upright)
    if image.isInk { return StoredImage(pixels: try upright.pixels().colorsOfInk) }
    let pixels = try (image.isPerceptual ? upright.applying(cvips_to_srgb) : upright).pixels()
    return StoredImage(pixels: pixels, hasAlpha: image.hasAlpha)
  }

  /// The values of an image of whole numbers of 32 bits, row by row.
  static func words(_ bytes: [UInt8]) throws(Vips.Failure) -> (size: ImageSize, values: [UInt32]) {
    let image = try stored(bytes, 0)
    let upright = image.isUpright ? image : try image.applying(cvips_upright)
    return (upright.size, try upright.values(of: UInt32.self))
  }

  /// What the file says before its pixels are decoded.
  func header(bits: Int) -> ImageFile.Header {
    let bytes =
      switch format {
      case VIPS_FORMAT_UCHAR: 1
      case VIPS_FORMAT_USHORT: 2
      default: 4
      }
    return ImageFile.Header(
      size: isSideways ? size.transposed : size, bands: isInk || isPerceptual ? 3 : bands, hasAlpha: hasAlpha,
      pages: max(1, pages), bits: bits, bytesPerValue: bytes)
  }

  /// Decodes all pixels while `bytes` stay where they are.
  private static func stored(_ bytes: [UInt8], _ page: Int) throws(Vips.Failure) -> VipsImage {
    try bytes.withUnsafeBufferPointer { buffer throws(Vips.Failure) in
      let file = try VipsImage {
        cvips_open_bytes(buffer.baseAddress, buffer.count, Int32(clamping: page), $0)
      }
      do throws(FileDefect) {
        try ImageLimit.check(file.header(bits: 8))
      } catch {
        throw Vips.Failure(reason: error.problem, defect: error)
      }
      return try file.applying(cvips_decode)
    }
  }

  /// Whether the last band is transparency, by the number of bands.
  private var hasAlpha: Bool {
    switch interpretation {
    case VIPS_INTERPRETATION_B_W, VIPS_INTERPRETATION_GREY16: bands == 2
    case VIPS_INTERPRETATION_sRGB, VIPS_INTERPRETATION_RGB, VIPS_INTERPRETATION_RGB16: bands == 4
    default: false
    }
  }

  /// Whether the bands are cyan, magenta, yellow and black of 8 bits.
  private var isInk: Bool {
    interpretation == VIPS_INTERPRETATION_CMYK && format == VIPS_FORMAT_UCHAR && bands >= 4
  }

  /// Whether the bands are of another kind of colours, which become red, green and blue.
  private var isPerceptual: Bool {
    !isInk
      && [VIPS_INTERPRETATION_CMYK, VIPS_INTERPRETATION_LAB, VIPS_INTERPRETATION_LABS].contains(
        interpretation)
  }

  /// The decoded values; types that we do not store become float.
  private func pixels() throws(Vips.Failure) -> PixelImage {
    let storage: PixelImage.Storage
    switch format {
    case VIPS_FORMAT_UCHAR: storage = .uint8(try values(of: UInt8.self))
    case VIPS_FORMAT_USHORT: storage = .uint16(try values(of: UInt16.self))
    case VIPS_FORMAT_FLOAT: storage = .float(try values(of: Float.self))
    case VIPS_FORMAT_COMPLEX, VIPS_FORMAT_DPCOMPLEX:
      throw Vips.Failure(reason: "complex numbers are not supported")
    default: return try applying { cvips_cast($0, $1, VIPS_FORMAT_FLOAT) }.pixels()
    }
    return PixelImage(checked: size, channels: bands, storage: storage)
  }
}

extension PixelImage {
  /// Red, green and blue of cyan, magenta, yellow and black, by Pillow's rule, which knows no profile of a press.
  var colorsOfInk: PixelImage {
    guard case .uint8(let values) = storage else { return self }
    var colors: [UInt8] = []
    colors.reserveCapacity(size.area * 3)
    for start in stride(from: 0, to: values.count, by: channels) {
      let light = 255 - Int(values[start + 3])
      for ink in values[start..<start + 3] {
        let product = Int(ink) * light + 128
        colors.append(UInt8(clamping: light - (((product >> 8) + product) >> 8)))
      }
    }
    return PixelImage(checked: size, channels: 3, storage: .uint8(colors))
  }
}
