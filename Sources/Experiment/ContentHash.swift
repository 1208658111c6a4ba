import Crypto
public import Foundation

/// SHA-256 in hexadecimal, by which contents are told apart.
public enum ContentHash {
  /// The hash of a text's UTF-8 bytes, 64 hexadecimal digits.
  public static func of(_ text: String) -> String { of(Data(text.utf8)) }

  /// The hash of bytes, 64 hexadecimal digits.
  public static func of(_ data: Data) -> String { digits(SHA256.hash(data: data)) }

  /// The hash of a file's bytes, 64 hexadecimal digits; the file is read piece by piece.
  ///
  /// Throws the system's error.
  public static func ofFile(_ path: String) throws -> String {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    var hash = Running()
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.add(piece) }
    return hash.digits
  }

  /// The hash of pieces one after the other, for what should not stand in memory as a whole.
  public struct Running {
    private var hash = SHA256()

    /// Before the first piece.
    public init() {}

    /// Takes in a piece.
    public mutating func add(_ piece: Data) { hash.update(data: piece) }

    /// The hash of the pieces so far, 64 hexadecimal digits.
    public var digits: String { ContentHash.digits(hash.finalize()) }
  }

  private static func digits(_ hash: SHA256.Digest) -> String {
    hash.map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
