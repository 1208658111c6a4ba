/// The pieces of which a PNG file consists: length, four letters, data, checksum.
struct PNGChunks {
  /// Where each whole chunk is, the header first.
  let ranges: [Range<Int>]
  private let bytes: [UInt8]

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Nil if `bytes` are not of a PNG.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.signature) else { return nil }
    var ranges: [Range<Int>] = []
    var start = Self.signature.count
    while start + 12 <= bytes.count {
      let length = bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - start - 12 else { break }
      ranges.append(start..<(start + 12 + length))
      start += 12 + length
    }
    self.ranges = ranges
    self.bytes = bytes
  }

  /// Whether the file goes on to its last chunk, for which libpng doesn't ask once it has all rows.
  var isComplete: Bool { ranges.contains { kind($0) == "IEND" } }

  /// The four letters of a chunk.
  func kind(_ chunk: Range<Int>) -> String {
    String(decoding: bytes[(chunk.lowerBound + 4)..<(chunk.lowerBound + 8)], as: UTF8.self)
  }

  /// Where the data of the first chunk of a kind are.
  func content(_ kind: String) -> Range<Int>? {
    ranges.first { self.kind($0) == kind }.map { ($0.lowerBound + 8)..<($0.upperBound - 4) }
  }
}
