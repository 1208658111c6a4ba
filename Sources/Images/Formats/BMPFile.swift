/// A Windows or OS/2 bitmap: 1, 4, 8, 16, 24 or 32 bits a pixel, plain, run-length encoded or with bit masks.
///
/// libvips reads them through ImageMagick alone, which we keep away from files of strangers.
struct BMPFile {
  /// How pixels are written.
  enum Compression: Int {
    case none = 0
    case runs8 = 1
    case runs4 = 2
    case masks = 3
    case masksWithAlpha = 6
  }

  let size: ImageSize
  /// Whether the first row of the file is the lowest of the picture.
  let isUpsideDown: Bool
  let bits: Int
  let compression: Compression
  /// Where the pixels begin.
  let start: Int
  /// The colours of pixels of up to 8 bits.
  let palette: [IndexedImage.Color]
  /// With 16 or 32 bits: which of them are red, green, blue and, where the file has it, transparency.
  let masks: [UInt32]

  /// Reads the header; `bytes` are the file's, of which the first 2,048 are enough.
  init(_ bytes: [UInt8], fileCount: Int) throws(FileDefect) {
    let reader = ByteReader(bytes)
    guard let start = reader.number(at: 10, bytes: 4), let headerSize = reader.number(at: 14, bytes: 4) else {
      throw .truncated(.bmp, after: fileCount)
    }
    let isOld = headerSize == 12
    guard isOld || (40...124).contains(headerSize) || headerSize == 16 || headerSize == 64 else {
      throw .corrupt(.bmp, "its header claims \(headerSize) bytes")
    }
    let width = isOld ? reader.number(at: 18, bytes: 2) : reader.signed(at: 18)
    let height = isOld ? reader.number(at: 20, bytes: 2) : reader.signed(at: 22)
    let depth = reader.number(at: isOld ? 24 : 28, bytes: 2)
    let coding = headerSize < 40 ? 0 : reader.number(at: 30, bytes: 4)
    let used = headerSize < 40 ? 0 : reader.number(at: 46, bytes: 4)
    guard let width, let height, let depth, let coding, let used else {
      throw .truncated(.bmp, after: fileCount)
    }
    guard width > 0, height != 0 else { throw .corrupt(.bmp, "it claims \(width)x\(height) pixels") }
    (compression, bits) = (try Self.compression(coding, bits: depth), depth)
    size = ImageSize(width: width, height: abs(height))
    (isUpsideDown, self.start) = (height > 0, start)
    let masksBehind = headerSize == 40 ? [.masks: 12, .masksWithAlpha: 16][compression] ?? 0 : 0
    let table = Table(start: 14 + headerSize + masksBehind, entry: isOld ? 3 : 4, end: start)
    palette = bits <= 8 ? try table.colors(reader, used: used, bits: bits, fileCount: fileCount) : []
    masks = try Self.masks(reader, compression, bits: bits, headerSize: headerSize)
  }

  private static func compression(_ code: Int, bits: Int) throws(FileDefect) -> Compression {
    let next = "convert it to PNG"
    guard let compression = Compression(rawValue: code) else {
      throw .unread(.bmp, "has the compression \(code)", next)
    }
    let legal: [Int] =
      switch compression {
      case .none: [1, 4, 8, 16, 24, 32]
      case .runs8: [8]
      case .runs4: [4]
      case .masks, .masksWithAlpha: [16, 32]
      }
    guard legal.contains(bits) else {
      throw .unread(.bmp, "has \(bits) bits a pixel with the compression \(code)", next)
    }
    return compression
  }

  private static func masks(
    _ reader: ByteReader, _ compression: Compression, bits: Int, headerSize: Int
  ) throws(FileDefect) -> [UInt32] {
    switch (compression, bits) {
    case (.none, 16): return [0x7C00, 0x3E0, 0x1F]
    case (.none, 32): return [0xFF0000, 0xFF00, 0xFF]
    case (.masks, _), (.masksWithAlpha, _):
      let count = compression == .masksWithAlpha || headerSize >= 56 ? 4 : 3
      let masks = (0..<count).map {
        reader.number(at: 54 + 4 * $0, bytes: 4).map { UInt32(truncatingIfNeeded: $0) }
      }
      guard masks.allSatisfy({ $0 != nil }) else { throw .truncated(.bmp, after: reader.bytes.count) }
      let known = masks.compactMap(\.self)
      guard known.prefix(3).allSatisfy({ $0 > 0 }) else { throw .corrupt(.bmp, "a colour has no bits") }
      return known.count == 4 && known[3] == 0 ? Array(known.prefix(3)) : known
    default: return []
    }
  }

  /// Where colours stand.
  private struct Table {
    let start: Int
    let entry: Int
    let end: Int

    func colors(
      _ reader: ByteReader, used: Int, bits: Int, fileCount: Int
    ) throws(FileDefect) -> [IndexedImage.Color] {
      let most = 1 << bits
      let fitting = end > start ? (end - start) / entry : most
      let count = min(used > 0 ? min(used, most) : most, fitting)
      var colors: [IndexedImage.Color] = []
      for place in (0..<count).map({ start + entry * $0 }) {
        guard let blue = reader.number(at: place, bytes: 1),
          let green = reader.number(at: place + 1, bytes: 1),
          let red = reader.number(at: place + 2, bytes: 1)
        else { throw .truncated(.bmp, after: fileCount) }
        colors.append(.init(red: UInt8(red), green: UInt8(green), blue: UInt8(blue)))
      }
      return colors
    }
  }
}

extension BMPFile {
  /// Whether the palette only says that indices are greys, or two of them black and white, which is how grey bitmaps are written.
  var isGrey: Bool {
    let greys = palette.count == 2 ? [0, 255] : Array(0..<palette.count)
    return bits <= 8
      && zip(palette, greys).allSatisfy { color, grey in
        color.red == grey && color.green == grey && color.blue == grey
      }
  }

  var header: ImageFile.Header {
    let hasAlpha = masks.count == 4
    return ImageFile.Header(
      size: size, bands: isGrey ? 1 : hasAlpha ? 4 : 3, hasAlpha: hasAlpha, pages: 1,
      bits: bits <= 8 ? bits : 8, bytesPerValue: 1)
  }
}
