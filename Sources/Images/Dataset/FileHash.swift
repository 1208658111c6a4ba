import Crypto

/// The fingerprint of a file's bytes: SHA-256 as 64 hexadecimal digits in lower case.
enum FileHash {
  static func hex(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
