/// Whole numbers at given places among bytes, nil for what would stand behind their end.
struct ByteReader {
  let bytes: [UInt8]
  let isLittleEndian: Bool

  init(_ bytes: [UInt8], isLittleEndian: Bool = true) {
    self.bytes = bytes
    self.isLittleEndian = isLittleEndian
  }

  /// The number of `count` bytes at `position`, 0 or more; nil too for one that is too large for an `Int`.
  func number(at position: Int, bytes count: Int) -> Int? {
    guard position >= 0, position <= bytes.count - count else { return nil }
    let digits = bytes[position..<(position + count)]
    let number =
      isLittleEndian
      ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    return number < 0 ? nil : number
  }

  /// The number of 4 bytes at `position`, in two's complement.
  func signed(at position: Int) -> Int? {
    number(at: position, bytes: 4).map { Int(Int32(truncatingIfNeeded: $0)) }
  }
}
