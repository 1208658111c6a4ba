extension BMPFile {
  /// Decodes all pixels out of the whole file's bytes.
  func image(_ bytes: [UInt8]) throws(FileDefect) -> StoredImage {
    guard let indexed = try indexed(bytes) else { return try colored(bytes) }
    guard isGrey, case .uint8(let indices) = indexed.indices.storage else { return indexed.expanded }
    let values = palette.count == 2 ? indices.map { $0 == 0 ? 0 : 255 } : indices
    return StoredImage(pixels: PixelImage(checked: size, channels: 1, storage: .uint8(values)))
  }

  /// The palette and the indices; nil for pixels of more than 8 bits.
  func indexed(_ bytes: [UInt8]) throws(FileDefect) -> IndexedImage? {
    guard bits <= 8 else { return nil }
    var rows: [UInt8] = []
    if compression == .none {
      let stride = try self.stride(bytes)
      rows.reserveCapacity(size.area)
      let perByte = 8 / bits
      for row in 0..<size.height {
        let place = start + row * stride
        for column in 0..<size.width {
          let shift = 8 - bits - bits * (column % perByte)
          rows.append(bytes[place + column / perByte] >> UInt8(shift) & UInt8((1 << bits) - 1))
        }
      }
    } else {
      // Two bytes stand for 255 pixels at most, so anything more was never there.
      guard size.area <= 255 * bytes.count else { throw .truncated(.bmp, after: bytes.count) }
      var runs = BMPRuns(bytes, start: start, size: size, isFourBit: compression == .runs4)
      rows = try runs.decoded()
    }
    let pixels = PixelImage(checked: size, channels: 1, storage: .uint8(upright(rows, perRow: size.width)))
    return IndexedImage(indices: pixels, colors: palette)
  }

  /// How many bytes a row of plain pixels takes.
  private func stride(_ bytes: [UInt8]) throws(FileDefect) -> Int {
    let stride = (size.width * bits + 31) / 32 * 4
    guard start >= 26 else { throw .corrupt(.bmp, "its pixels begin inside its header") }
    // The padding of the last row may be missing.
    let needed = stride * (size.height - 1) + (size.width * bits + 7) / 8
    guard start <= bytes.count, needed <= bytes.count - start else {
      throw .truncated(.bmp, after: bytes.count)
    }
    return stride
  }

  private func upright(_ rows: [UInt8], perRow: Int) -> [UInt8] {
    guard isUpsideDown else { return rows }
    return (0..<size.height).reversed().flatMap { rows[$0 * perRow..<($0 + 1) * perRow] }
  }

  /// Pixels of 16, 24 or 32 bits.
  private func colored(_ bytes: [UInt8]) throws(FileDefect) -> StoredImage {
    let stride = try self.stride(bytes)
    let channels = max(3, masks.count)
    let parts = masks.map { mask in
      (mask, shift: mask.trailingZeroBitCount, most: mask >> mask.trailingZeroBitCount)
    }
    var values: [UInt8] = []
    values.reserveCapacity(size.area * channels)
    for row in 0..<size.height {
      for column in 0..<size.width {
        let place = start + row * stride + column * bits / 8
        guard bits > 24 || bits == 16 else {
          values += [bytes[place + 2], bytes[place + 1], bytes[place]]
          continue
        }
        let pixel = (0..<bits / 8).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
        for part in parts {
          values.append(
            UInt8(truncatingIfNeeded: UInt64((pixel & part.0) >> part.shift) * 255 / UInt64(part.most)))
        }
      }
    }
    let storage = PixelImage.Storage.uint8(upright(values, perRow: size.width * channels))
    return StoredImage(
      pixels: PixelImage(checked: size, channels: channels, storage: storage), hasAlpha: channels == 4)
  }
}

/// The run-length encoding of bitmaps, rows as the file has them.
private struct BMPRuns {
  private let bytes: [UInt8]
  private var position: Int
  private let size: ImageSize
  private let isFourBit: Bool
  private var rows: [UInt8]
  private var (row, column) = (0, 0)

  init(_ bytes: [UInt8], start: Int, size: ImageSize, isFourBit: Bool) {
    self.bytes = bytes
    position = start
    self.size = size
    self.isFourBit = isFourBit
    rows = [UInt8](repeating: 0, count: size.area)
  }

  mutating func decoded() throws(FileDefect) -> [UInt8] {
    while row < size.height {
      let (count, value) = (try next(), try next())
      if count > 0 {
        for index in 0..<count {
          put(isFourBit && index % 2 == 0 ? value >> 4 : isFourBit ? value & 15 : value)
        }
        continue
      }
      switch value {
      case 0: (row, column) = (row + 1, 0)
      case 1: return rows
      case 2:
        column += try next()
        row += try next()
      default: try copy(value)
      }
    }
    return rows
  }

  /// Reads `count` values that stand as they are, padded to an even number of bytes.
  private mutating func copy(_ count: Int) throws(FileDefect) {
    let length = isFourBit ? (count + 1) / 2 : count
    for index in 0..<length {
      let value = try next()
      guard isFourBit else {
        put(value)
        continue
      }
      put(value >> 4)
      if 2 * index + 1 < count { put(value & 15) }
    }
    if length % 2 == 1 { _ = try next() }
  }

  private mutating func next() throws(FileDefect) -> Int {
    guard bytes.indices.contains(position) else { throw .truncated(.bmp, after: bytes.count) }
    defer { position += 1 }
    return Int(bytes[position])
  }

  private mutating func put(_ value: Int) {
    if column < size.width, row < size.height { rows[row * size.width + column] = UInt8(value) }
    column += 1
  }
}
