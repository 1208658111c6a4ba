/// The kinds of image files that are read, told apart by their first bytes, whatever their extension.
enum ImageFormat: String, CaseIterable {
  case png = "PNG"
  case jpeg = "JPEG"
  case tiff = "TIFF"
  case bmp = "BMP"
  case gif = "GIF"
  case webp = "WebP"
  case pnm = "PNM"
  case npy = "NumPy"

  /// The readable formats as errors and docs list them.
  static let list = "PNG, JPEG, TIFF, BMP, GIF, WebP, PNM and .npy"

  /// Nil if a file that begins with `bytes` is none of them.
  init?(_ bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(16))
    guard let format = Self.allCases.first(where: { $0.signatures.contains { start.starts(with: $0) } })
    else {
      return nil
    }
    if format == .webp, start.count >= 12, !start[8...].starts(with: "WEBP".utf8) { return nil }
    if format == .pnm, start.count > 2, !PNMFile.isSpace(start[2]), start[2] != UInt8(ascii: "#") {
      return nil
    }
    self = format
  }

  private var signatures: [[UInt8]] {
    switch self {
    case .png: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]]
    case .jpeg: [[0xFF, 0xD8, 0xFF]]
    case .tiff:
      [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B]]
    case .bmp: [Array("BM".utf8)]
    case .gif: [Array("GIF8".utf8)]
    case .webp: [Array("RIFF".utf8)]
    case .pnm: "1234567fF".utf8.map { [UInt8(ascii: "P"), $0] }
    case .npy: [[0x93] + Array("NUMPY".utf8)]
    }
  }
}
