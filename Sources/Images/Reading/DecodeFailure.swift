import Diagnostics

/// Puts libvips' reasons into plain words.
struct DecodeFailure {
  /// The file's name.
  let file: String
  /// What libvips said.
  let reason: String
  /// The file's content.
  let bytes: [UInt8]

  private static let signatures: [(name: String, bytes: [UInt8])] = [
    ("PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), ("JPEG", [0xFF, 0xD8, 0xFF]),
    ("TIFF", [0x49, 0x49, 0x2A, 0]), ("TIFF", [0x4D, 0x4D, 0, 0x2A]), ("TIFF", [0x49, 0x49, 0x2B, 0]),
    ("GIF", Array("GIF8".utf8)), ("WebP", Array("RIFF".utf8)),
  ]

  private static let signsOfTruncation = [
    "premature end", "unexpected end", "truncat", "too small", "read error at", "bad seek", "seek error",
  ]

  /// What libvips says when no loader wants the file, not even that of its format.
  private static let refusals = ["is blocked", "known format"]

  var error: DiagnosticError {
    if reason.hasPrefix(VipsImage.severalImages) {
      return FileProblem.error(file, reason, notes: ["save each of them as a file of its own"])
    }
    guard let format else { return FileProblem.error(file, "is not an image", notes: [readable]) }
    if format == "BMP" { return FileProblem.error(file, "is a BMP, which is not read", notes: [readable]) }
    let words = reason.lowercased()
    if Self.signsOfTruncation.contains(where: words.contains) {
      return FileProblem.error(file, "the \(format) file is truncated: it ends after \(bytes.count) bytes")
    }
    if Self.refusals.contains(where: words.contains) {
      return FileProblem.error(file, "the \(format) file is truncated or corrupt")
    }
    return FileProblem.error(file, "the \(format) file is corrupt\(detail)")
  }

  private var readable: String { "PNG, JPEG, TIFF, GIF, WebP and PNM are read; convert other files to PNG" }

  /// The format of the file's first bytes, whatever its extension.
  private var format: String? {
    if bytes.starts(with: "BM".utf8) { return "BMP" }
    if bytes.count > 1, bytes[0] == UInt8(ascii: "P"),
      (UInt8(ascii: "1")...UInt8(ascii: "7")).contains(bytes[1])
    {
      return "PNM"
    }
    return Self.signatures.first { bytes.starts(with: $0.bytes) }?.name
  }

  /// What libvips adds.
  ///
  /// It stacks its reasons, the deepest first, behind the part of it that complains.
  private var detail: String {
    let line = reason.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    if line.isEmpty || line.contains("libpng read error") { return "" }
    return ": " + (line.split(separator: ": ", maxSplits: 1).last ?? "")
  }
}
