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
          "UNET_CACHE_SIZE must be a size such as 20G, 500M or 1000000 (bytes), not '\(text)'",
          notes: ["it bounds the decoded images on disk; 0 keeps none, and unset it is 20G"]))
    }
    mostDecodedBytes = bytes
  }

  /// A number of bytes, or of thousands, millions, milliards or billions of them with `K`, `M`, `G` or `T`; nil for anything else.
  static func bytes(_ text: String) -> Int? {
    let powers: [Character: Int] = ["K": 1000, "M": 1_000_000, "G": 1_000_000_000, "T": 1_000_000_000_000]
    let unit = text.last.flatMap { powers[Character($0.uppercased())] }
    let digits = unit == nil ? text : String(text.dropLast())
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(digits)
    else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflows ? nil : bytes
  }
}
