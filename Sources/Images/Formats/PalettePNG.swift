/// A PNG whose pixels are indices into a palette, of which a mask wants the indices.
///
/// libvips always expands a palette to colours. But a palette PNG is a grey PNG with another colour type and
/// two more chunks, so the indices are what libvips reads after those are changed.
struct PalettePNG {
  /// The file with its pixels called grey.
  let grey: [UInt8]
  /// How many bits an index has: 1, 2, 4 or 8.
  let bits: Int
  /// The palette, with the transparency that the file gives its first entries.
  let colors: [IndexedImage.Color]

  /// Nil if `bytes` are something else.
  init?(_ bytes: [UInt8]) {
    guard let chunks = PNGChunks(bytes), chunks.isComplete, chunks.ranges[0].count == 25, bytes[25] == 3
    else { return nil }
    guard [1, 2, 4, 8].contains(bytes[24]) else { return nil }
    bits = Int(bytes[24])
    var grey = Array(bytes[..<33])
    grey[25] = 0
    Self.write(Self.crc32(grey[12..<29]), to: &grey, at: 29)
    for chunk in chunks.ranges.dropFirst() where !["PLTE", "tRNS"].contains(chunks.kind(chunk)) {
      grey += bytes[chunk]
    }
    self.grey = grey
    colors = Self.colors(
      chunks.content("PLTE").map { Array(bytes[$0]) } ?? [],
      alpha: chunks.content("tRNS").map { Array(bytes[$0]) } ?? [])
  }

  private static func colors(_ table: [UInt8], alpha: [UInt8]) -> [IndexedImage.Color] {
    (0..<table.count / 3).map { index in
      IndexedImage.Color(
        red: table[3 * index], green: table[3 * index + 1], blue: table[3 * index + 2],
        alpha: index < alpha.count ? alpha[index] : 255)
    }
  }

  private static func write(_ number: UInt32, to bytes: inout [UInt8], at position: Int) {
    for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: number >> (24 - 8 * index)) }
  }

  /// The checksum of PNG chunks, ISO 3309.
  private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }
}
