import CVips
public import Diagnostics
import Foundation

/// Image files of the formats in `formats`, told apart by their content.
public enum ImageFile {
  /// The readable formats, as a sentence lists them.
  public static let formats = ImageFormat.list

  /// The extensions, in lower case, of files that count as images in a folder.
  public static let extensions: Set<String> = [
    "png", "jpg", "jpeg", "jfif", "tif", "tiff", "gif", "webp", "bmp", "dib", "pnm", "pgm", "ppm", "pbm",
    "pam", "pfm",
    "npy",
  ]

  /// Decodes an image: upright, palettes expanded to colours, with the chosen channels.
  ///
  /// Values of 8 and 16 bits are kept; those of fewer bits are spread over 0 to 255; whole numbers with a sign or of more bits, and floats,
  /// become float of 32 bits, so that of 64-bit values only the first 24 bits are kept. Grey that the file calls white at 0 is turned round.
  ///
  /// - Throws: An error that names the file and the reason when it is missing, empty, truncated, corrupt or too large, or has not the
  ///   channels.
  public static func read(
    _ page: FilePage, channels: ChannelChoice = .opaque
  ) throws(DiagnosticError) -> PixelImage {
    try EncodedPage(page).decoded(channels)
  }

  /// The palette of a page and the indices of its pixels; nil if the file has no palette.
  ///
  /// - Throws: As `read` does.
  public static func palette(of page: FilePage) throws(DiagnosticError) -> IndexedImage? {
    try EncodedPage(page).indexed()
  }

  /// Reads the header of a page of a file, without its pixels.
  ///
  /// - Throws: What is wrong with the header; for the first page of a stack, also that its pages differ.
  public static func header(of page: FilePage) throws(DiagnosticError) -> Header {
    let source = try ByteSource(page.path)
    do throws(FileDefect) {
      guard let format = ImageFormat(source.start(16)) else { throw DecodeFailure.noImage }
      let header = try header(of: page, format, source)
      try EncodedPage.requirePage(page.page, of: header.pages)
      try ImageLimit.check(header)
      return header
    } catch {
      throw FileProblem.error(page.description, error.problem, notes: error.notes)
    }
  }

  private static func header(
    of page: FilePage, _ format: ImageFormat, _ source: ByteSource
  ) throws(FileDefect) -> Header {
    switch format {
    case .tiff:
      let file = try TIFFFile(source)
      try EncodedPage.requirePage(page.page, of: file.pages.count)
      if page.page == 0 { try file.requireLikePages() }
      return file.pages[page.page].header.with(pages: file.pages.count)
    case .npy: return try NPYFile(source).header
    case .bmp: return try BMPFile(source.start(4096), fileCount: source.count).header
    case .pnm: return try PNMFile(source.start(65536), fileCount: source.count).header
    case .png, .jpeg, .gif, .webp:
      let start = source.start(25)
      if format == .gif { try ImageLimit.checkScreen(ofGIF: start) }
      let bits = format == .png && start.count == 25 ? Int(start[24]) : 8
      do {
        return try Vips.run { () throws(Vips.Failure) in
          try VipsImage { cvips_open_file(page.path, 0, $0) }.header(bits: bits)
        }
      } catch {
        throw DecodeFailure(format: format, reason: error.reason, fileCount: source.count).defect
      }
    }
  }

  /// All bytes of the file at `path`.
  static func bytes(_ path: String) throws(DiagnosticError) -> [UInt8] {
    guard let bytes = try ByteSource(path).all else {
      throw FileProblem.error(path, "cannot be read to its end")
    }
    return bytes
  }
}
