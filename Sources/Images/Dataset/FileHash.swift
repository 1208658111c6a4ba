import Crypto
import Foundation

/// The fingerprint of a file's bytes: SHA-256 as 64 hexadecimal digits in lower case.
enum FileHash {
  static func hex(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  /// The fingerprint of a whole file, which is read piece by piece; nil if it cannot be read.
  static func ofFile(_ path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    var hasher = SHA256()
    do {
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hasher.update(data: piece) }
    } catch {
      return nil
    }
    return hex(hasher.finalize())
  }

  static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
