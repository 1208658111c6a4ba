import Crypto

/// The fingerprint of a file's bytes: SHA-256 as 64 hexadecimal digits in lower case.
enum FileHash {
  static func hex(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
