/// The checksum of a TFRecord: CRC-32C (Castagnoli's polynomial, RFC 3720 appendix B.4).
enum CRC32C {
  /// The checksum of bytes.
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  /// The checksum as a TFRecord holds it: rotated by 15 bits and moved by a constant, because the checksum of bytes that contain their own
  /// checksum would tell little.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let checksum = of(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  /// What one byte does to the checksum; the polynomial stands with its lowest power first.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0x82F6_3B78 }
  }
}
