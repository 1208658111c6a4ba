/// A GIF whose pixels are indices into palettes, of which a mask wants the indices.
///
/// libvips always expands a palette to colours; one in which the colour of each index is the grey of the same number gives the indices.
struct PaletteGIF {
  /// The file with such palettes, and without transparency.
  private(set) var grey: [UInt8]
  /// The palette of the page.
  let colors: [IndexedImage.Color]
  /// Whether the file is one frame that fills the picture.
  let isWhole: Bool

  /// Nil for anything else, and for later frames that leave pixels of earlier ones, of other palettes, standing.
  init?(_ bytes: [UInt8], page: Int) {
    guard let blocks = GIFBlocks(bytes), page < blocks.frames.count else { return nil }
    let frame = blocks.frames[page]
    guard let palette = frame.palette ?? blocks.palette else { return nil }
    let transparent = blocks.transparencies.filter { $0.frame == page }.map(\.index).first
    if page > 0, !blocks.transparencies.isEmpty || blocks.frames.contains(where: { $0.palette != nil }) {
      return nil
    }
    colors = stride(from: palette.lowerBound, to: palette.upperBound, by: 3).enumerated().map {
      index, place in
      IndexedImage.Color(
        red: bytes[place], green: bytes[place + 1], blue: bytes[place + 2],
        alpha: index == transparent ? 0 : 255)
    }
    let reader = ByteReader(bytes)
    isWhole =
      blocks.frames.count == 1
      && [0, 2].allSatisfy { side in
        reader.number(at: frame.start + 1 + side, bytes: 2) == 0
          && reader.number(at: frame.start + 5 + side, bytes: 2) == reader.number(at: 6 + side, bytes: 2)
      }
    grey = bytes
    for palette in [blocks.palette].compactMap(\.self) + blocks.frames.compactMap(\.palette) {
      for place in palette { grey[place] = UInt8(truncatingIfNeeded: (place - palette.lowerBound) / 3) }
    }
    for transparency in blocks.transparencies { grey[transparency.flags] &= 0xFE }
  }
}

extension PaletteGIF {
  /// Whether the frames up to a page have a pixel for each place, which libvips doesn't ask.
  static func isComplete(_ bytes: [UInt8], page: Int) -> Bool {
    guard let blocks = GIFBlocks(bytes) else { return true }
    let reader = ByteReader(bytes)
    return blocks.frames.prefix(page + 1).allSatisfy { frame in
      guard let width = reader.number(at: frame.start + 5, bytes: 2),
        let height = reader.number(at: frame.start + 7, bytes: 2)
      else { return false }
      let start = frame.palette?.upperBound ?? frame.start + 10
      return hasPixels(width * height, bytes, at: start)
    }
  }

  /// Whether the LZW codes at a place stand for at least so many pixels.
  private static func hasPixels(_ needed: Int, _ bytes: [UInt8], at start: Int) -> Bool {
    guard start < bytes.count, (1...11).contains(bytes[start]) else { return false }
    let smallest = Int(bytes[start])
    let clear = 1 << smallest
    var lengths = [Int](repeating: 1, count: 4096)
    var (next, bits, previous, total) = (clear + 2, smallest + 1, Int?.none, 0)
    var (buffer, held, position) = (0, 0, start + 1)
    while total < needed, position < bytes.count, bytes[position] > 0 {
      let end = position + 1 + Int(bytes[position])
      guard end <= bytes.count else { return false }
      for byte in bytes[(position + 1)..<end] {
        buffer |= Int(byte) << held
        held += 8
        while held >= bits {
          let code = buffer & (1 << bits - 1)
          buffer >>= bits
          held -= bits
          if code == clear {
            (next, bits, previous) = (clear + 2, smallest + 1, nil)
            continue
          }
          if code == clear + 1 { return total >= needed }
          guard let last = previous else {
            (previous, total) = (code, total + 1)
            continue
          }
          let length = code < next ? lengths[code] : lengths[last] + 1
          if next < 4096 {
            lengths[next] = lengths[last] + 1
            next += 1
            if next == 1 << bits, bits < 12 { bits += 1 }
          }
          (previous, total) = (code, total + length)
        }
      }
      position = end
    }
    return total >= needed
  }
}

/// The blocks of which a GIF consists.
private struct GIFBlocks {
  /// Where the file's palette is.
  let palette: Range<Int>?
  /// The frames, and where their own palettes are.
  private(set) var frames: [(start: Int, palette: Range<Int>?)] = []
  /// The transparent index of a frame, and where the flag is that says so.
  private(set) var transparencies: [(frame: Int, index: Int, flags: Int)] = []
  private let bytes: [UInt8]

  /// Nil if `bytes` are no GIF, or none with frames.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: "GIF8".utf8), bytes.count > 13 else { return nil }
    self.bytes = bytes
    palette = Self.table(bytes[10], at: 13)
    var position = palette?.upperBound ?? 13
    while position < bytes.count, let next = block(at: position) { position = next }
    let tables = [palette].compactMap(\.self) + frames.compactMap(\.palette)
    if frames.isEmpty || tables.contains(where: { $0.upperBound > bytes.count }) { return nil }
  }

  private static func table(_ flags: UInt8, at start: Int) -> Range<Int>? {
    flags & 0x80 == 0 ? nil : start..<start + 3 * (2 << Int(flags & 7))
  }

  /// Notes the block at a place; where the next one is, nil behind the last.
  private mutating func block(at position: Int) -> Int? {
    switch bytes[position] {
    case 0x21:
      guard position + 7 < bytes.count else { return nil }
      if bytes[position + 1] == 0xF9, bytes[position + 3] & 1 == 1 {
        transparencies.append((frames.count, Int(bytes[position + 6]), position + 3))
      }
      return afterParts(position + 2)
    case 0x2C:
      guard position + 10 < bytes.count else { return nil }
      let table = Self.table(bytes[position + 9], at: position + 10)
      frames.append((position, table))
      return afterParts((table?.upperBound ?? position + 10) + 1)
    default: return nil
    }
  }

  /// Where the parts end that begin at a place, each with its length in front, the last of length 0.
  private func afterParts(_ start: Int) -> Int? {
    var position = start
    while position < bytes.count {
      let length = Int(bytes[position])
      position += 1 + length
      if length == 0 { return position }
    }
    return nil
  }
}
