import Crypto
public import Foundation

/// SHA-256 in hexadecimal, by which contents are told apart.
public enum ContentHash {
  /// The hash of a text's UTF-8 bytes, 64 hexadecimal digits.
  public static func of(_ text: String) -> String { of(Data(text.utf8)) }

  /// The hash of bytes, 64 hexadecimal digits.
  public static func of(_ data: Data) -> String {
    SHA256.hash(data: data).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
