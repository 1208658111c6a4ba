import Crypto
import Foundation

/// The checksum of a safetensors file: SHA-256 of all its bytes, in which the checksum's own 64 digits are zeros.
///
/// It stands in the header among the texts, so that every reader of the format still opens the file, and what flips or is lost anywhere, in
/// the header too, is noticed. A file of another program has none, as a rule.
enum SafetensorsChecksum {
  /// Its name among the texts of the header.
  static let key = "checksum"

  /// What stands in the place of the digits while they are computed.
  static let blank = String(repeating: "0", count: digitCount)

  private static let digitCount = 2 * SHA256.byteCount

  /// Whether a text is as long as a checksum of this kind: others under the same name are those of other programs.
  static func isPlausible(_ text: String) -> Bool { text.utf8.count == digitCount }

  /// The digits of a hash, in lower case.
  static func digits(of hash: SHA256) -> String {
    hash.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// The header with other digits; `nil` where the old ones don't stand in it as a checksum.
  ///
  /// What is looked for begins and ends with bare quotation marks, which no text within JSON has.
  static func replacing(_ old: String, by new: String, in header: Data) -> Data? {
    guard let place = header.range(of: entry(old)) else { return nil }
    var header = header
    header.replaceSubrange(place, with: entry(new))
    return header
  }

  private static func entry(_ digits: String) -> Data { Data("\"\(key)\":\"\(digits)\"".utf8) }
}
