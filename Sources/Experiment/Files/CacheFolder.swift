public import Diagnostics

/// The folder in which the program keeps what it would otherwise compute again.
public enum CacheFolder {
  /// `UNET_CACHE`, or `unet` in the XDG cache folder; nil where the environment names no home.
  ///
  /// Relative paths in `XDG_CACHE_HOME` are overlooked, as the XDG Base Directory Specification asks.
  public static func path(in environment: [String: String]) -> String? {
    if let own = given("UNET_CACHE", environment) { return own }
    if let shared = given("XDG_CACHE_HOME", environment), shared.hasPrefix("/") { return "\(shared)/unet" }
    return given("HOME", environment).map { "\($0)/.cache/unet" }
  }

  /// The bytes that decoded images may take at most without `UNET_CACHE_SIZE`.
  public static let standardBound = 20_000_000_000

  /// The bytes that decoded images may take at most, at least 0: `UNET_CACHE_SIZE`, such as `500 MB`, `20GB`, `1.5TiB` or a number of
  /// bytes; 20 GB without it.
  ///
  /// - Throws: `DiagnosticError` where it is no size.
  public static func bound(in environment: [String: String]) throws(DiagnosticError) -> Int {
    guard let text = given("UNET_CACHE_SIZE", environment) else { return standardBound }
    guard let bytes = bytes(text) else {
      throw DiagnosticError(
        Diagnostic(
          "the environment's UNET_CACHE_SIZE is no size: '\(text)'",
          notes: ["a number and a unit, such as 500MB, 20GB or 1.5TiB; 0 keeps no decoded images"]))
    }
    return bytes
  }

  private static func given(_ name: String, _ environment: [String: String]) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A size in words: powers of 1000, or of 1024 with an `i`; nil for what is none, or more than a file can have.
  private static func bytes(_ text: String) -> Int? {
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
