/// Whether the last channel of a TIFF is transparency.
///
/// libvips takes a fourth channel for it, but in satellite and microscope images that channel is as good as
/// the others. The tag ExtraSamples tells.
enum TIFFTransparency {
  /// Nil if `bytes` are no TIFF of the classic kind.
  static func isDeclared(_ bytes: [UInt8]) -> Bool? {
    guard let reader = Reader(bytes), let directory = reader.number(at: 4, bytes: 4),
      let entries = reader.number(at: directory, bytes: 2)
    else { return nil }
    for entry in 0..<entries {
      let start = directory + 2 + 12 * entry
      guard let tag = reader.number(at: start, bytes: 2) else { return nil }
      guard tag == 338, let count = reader.number(at: start + 4, bytes: 4) else { continue }
      // Up to two values of 16 bits stand in the entry itself, more of them elsewhere.
      let place = count <= 2 ? start + 8 : reader.number(at: start + 8, bytes: 4)
      // 1 and 2 are transparency, multiplied into the colours and not; 0 is anything.
      return place.flatMap { reader.number(at: $0, bytes: 2) }.map { $0 == 1 || $0 == 2 } ?? false
    }
    return false
  }

  /// Numbers in the byte order of the file.
  private struct Reader {
    let bytes: [UInt8]
    let isLittleEndian: Bool

    init?(_ bytes: [UInt8]) {
      if bytes.starts(with: [0x49, 0x49, 0x2A, 0]) {
        isLittleEndian = true
      } else if bytes.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
        isLittleEndian = false
      } else {
        return nil
      }
      self.bytes = bytes
    }

    func number(at position: Int, bytes count: Int) -> Int? {
      guard position >= 0, position <= bytes.count - count else { return nil }
      let digits = bytes[position..<(position + count)]
      return isLittleEndian
        ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
  }
}
