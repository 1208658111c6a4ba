public import Diagnostics

/// Where the program keeps what it would otherwise compute again, and how much of it.
public struct CacheSettings: Hashable, Sendable {
  /// The folder of all caches; nil where none is known.
  public let folder: String?
  /// The most bytes of decoded images in it; 0 keeps none.
  public let mostDecodedBytes: Int

  /// `UNET_CACHE_SIZE` where nobody set it.
  public static let usualBytes = 20_000_000_000

  /// No cache.
  public static let none = CacheSettings(folder: nil, mostDecodedBytes: 0)

  /// A cache in a folder.
  public init(folder: String?, mostDecodedBytes: Int = CacheSettings.usualBytes) {
    self.folder = folder
    self.mostDecodedBytes = mostDecodedBytes
  }

  /// What `UNET_CACHE`, `XDG_CACHE_HOME`, `HOME` and `UNET_CACHE_SIZE` say.
  ///
  /// - Throws: That `UNET_CACHE_SIZE` is no size.
  public init(in environment: [String: String]) throws(DiagnosticError) {
    folder = CacheFolder.path(in: environment)
    guard let text = environment["UNET_CACHE_SIZE"], !text.isEmpty else {
      mostDecodedBytes = Self.usualBytes
      return
    }
    guard let bytes = Self.bytes(text) else {
      throw DiagnosticError(
        Diagnostic(
          "UNET_CACHE_SIZE must be a size such as 500MB, 20G or 1.5TiB, or a number of bytes, not '\(text)'",
          notes: ["it bounds the decoded images on disk; 0 keeps none, and unset it is 20GB"]))
    }
    mostDecodedBytes = bytes
  }

  /// A size in words: powers of 1000, or of 1024 with an `i`; nil for what is none, or more than a file can have.
  static func bytes(_ text: String) -> Int? {
    guard let match = text.wholeMatch(of: /\s*([0-9]+(?:\.[0-9]+)?)\s*(?:([kKmMgGtT])([iI])?)?[bB]?\s*/),
      let number = Double(match.1)
    else { return nil }
    let power = match.2.flatMap { "kmgt".firstIndex(of: Character($0.lowercased())) }
      .map { "kmgt".distance(from: "kmgt".startIndex, to: $0) + 1 }
    let base = match.3 == nil ? 1000.0 : 1024
    let bytes = (0..<(power ?? 0)).reduce(number) { size, _ in size * base }
    return Int(exactly: bytes.rounded())
  }
}
