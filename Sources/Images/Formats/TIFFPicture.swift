/// A picture of a TIFF file: what its directory says of it.
struct TIFFPicture {
  let directory: TIFFDirectory
  let isLittleEndian: Bool
  let header: ImageFile.Header
  /// Whether pixels are indices into a palette.
  let hasPalette: Bool
  /// What values are that libvips doesn't know; nil for those that it does.
  let unusual: Unusual?
  /// How many planes the picture is stored in: 1, or as many as it has channels.
  let planes: Int

  /// Values that we make out of others.
  enum Unusual {
    /// Floats of 16 bits, read as whole numbers of as many.
    case half
    /// Floats of 64 bits, read as twice as many whole numbers of 32.
    case double
    /// Whole numbers of 64 bits, read likewise.
    case unsigned64, signed64

    /// Nil for values that libvips knows.
    init?(bits: Int, format: Int) {
      switch (bits, format) {
      case (16, 3): self = .half
      case (64, 3): self = .double
      case (64, 2): self = .signed64
      case (64, _): self = .unsigned64
      default: return nil
      }
    }
  }

  init(_ directory: TIFFDirectory, isLittleEndian: Bool) throws(FileDefect) {
    self.directory = directory
    self.isLittleEndian = isLittleEndian
    guard let width = directory.number(.width), let height = directory.number(.height), width > 0, height > 0
    else {
      throw .corrupt(.tiff, "it doesn't tell its width and height")
    }
    let bits = directory.numbers(.bitsPerSample) ?? [1]
    guard let depth = bits.first, bits.allSatisfy({ $0 == depth }) else {
      throw .unread(.tiff, "has channels of different numbers of bits", "convert it to one with 8 bits each")
    }
    let samples = directory.number(.samplesPerPixel) ?? 1
    guard (1...65535).contains(samples) else { throw .corrupt(.tiff, "it claims \(samples) channels") }
    let format = directory.number(.sampleFormat) ?? 1
    guard (1...4).contains(format) else {
      throw .unread(.tiff, "holds complex numbers", "save their parts as channels of floats")
    }
    guard [1, 2, 4, 8, 16, 32, 64].contains(depth) else {
      throw .unread(.tiff, "has \(depth) bits a value", "convert it to one with 8 or 16 bits")
    }
    let photometric = directory.number(.photometric)
    hasPalette = photometric == 3
    unusual = Unusual(bits: depth, format: format)
    planes = directory.number(.planarConfiguration) == 2 ? samples : 1
    guard !hasPalette || samples == 1 && depth <= 16 && format != 3 else {
      throw .unread(.tiff, "has a palette and \(samples) channels of \(depth) bits", "convert it to colours")
    }
    let isSideways = (5...8).contains(directory.number(.orientation) ?? 1)
    let size = ImageSize(width: isSideways ? height : width, height: isSideways ? width : height)
    let bands = hasPalette || photometric == 5 ? 3 : samples
    let declared = directory.number(.extraSamples).map { $0 == 1 || $0 == 2 } ?? false
    let colors = photometric == 2 ? 3 : 1
    header = ImageFile.Header(
      size: size, bands: bands,
      hasAlpha: declared && !hasPalette && photometric != 5 && samples == colors + 1,
      pages: 1, bits: depth,
      bytesPerValue: hasPalette || photometric == 5 ? 1 : Self.bytesPerValue(bits: depth, format: format))
  }

  /// How many bytes a value takes when it is decoded.
  private static func bytesPerValue(bits: Int, format: Int) -> Int {
    if format == 2 || format == 3 { return 4 }
    return bits <= 8 ? 1 : bits == 16 ? 2 : 4
  }

  /// The colours of the palette; 8 of the 16 bits that a TIFF has for each part, as Pillow takes them.
  var colors: [IndexedImage.Color] {
    let table = (directory.numbers(.colorMap) ?? []).map { UInt8(truncatingIfNeeded: $0 >> 8) }
    let count = table.count / 3
    return (0..<count).map { .init(red: table[$0], green: table[count + $0], blue: table[2 * count + $0]) }
  }
}
