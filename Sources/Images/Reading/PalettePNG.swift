import Diagnostics

/// A PNG whose pixels are indices into a palette, of which a mask wants the indices.
///
/// libvips always expands a palette to colours. But a palette PNG is a grey PNG with another colour type and
/// two more chunks, so the indices are what libvips reads after those are changed.
struct PalettePNG {
  private let grey: [UInt8]
  /// libvips spreads grey values of 1, 2 and 4 bits over 0...255; this brings them back.
  private let divisor: UInt8

  /// Nil if `bytes` are something else.
  init?(_ bytes: [UInt8]) {
    guard let chunks = PNGChunks(bytes), chunks.isComplete, chunks.ranges[0].count == 25, bytes[25] == 3
    else { return nil }
    guard let divisor = [1: 255, 2: 85, 4: 17, 8: 1][bytes[24]] as UInt8? else { return nil }
    self.divisor = divisor
    var grey = Array(bytes[..<33])
    grey[25] = 0
    Self.write(Self.crc32(grey[12..<29]), to: &grey, at: 29)
    for chunk in chunks.ranges.dropFirst() where !["PLTE", "tRNS"].contains(chunks.kind(chunk)) {
      grey += bytes[chunk]
    }
    self.grey = grey
  }

  /// The index of each pixel, as a grey image.
  func indices(file: String) throws(DiagnosticError) -> PixelImage {
    let image = try ImageFile.decode(grey, file: file)
    guard divisor > 1, case .uint8(let values) = image.storage else { return image }
    return PixelImage(checked: image.size, channels: 1, storage: .uint8(values.map { $0 / divisor }))
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
