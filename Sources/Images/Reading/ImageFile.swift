import CVips
public import Diagnostics
import Foundation

/// Image files: PNG, JPEG, TIFF, GIF, WebP and PNM, as libvips reads them.
public enum ImageFile {
  /// What a file's header says.
  public struct Header: Hashable, Sendable {
    /// Width and height of the upright image.
    public let size: ImageSize
    /// Values of one pixel, transparency left out.
    public let channels: Int
  }

  /// The extensions, in lower case, of files that count as images in a folder.
  ///
  /// BMP is among them so that it is refused in words instead of being overlooked.
  public static let extensions: Set<String> = [
    "png", "jpg", "jpeg", "tif", "tiff", "gif", "webp", "pnm", "pgm", "ppm", "pbm", "bmp",
  ]

  /// Decodes the image at `path`: upright, transparency dropped, palettes expanded to colours.
  ///
  /// - Throws: An error that names the file and the reason when it is missing, empty, truncated, corrupt or
  ///   not one image.
  public static func read(_ path: String) throws(DiagnosticError) -> PixelImage {
    try decode(bytes(path), file: path)
  }

  /// Reads the header of the file at `path`, without its pixels.
  public static func header(of path: String) throws(DiagnosticError) -> Header {
    if let problem = FileProblem.of(path) { throw FileProblem.error(path, problem) }
    do {
      return try Vips.run { () throws(Vips.Failure) in
        let image = try VipsImage { cvips_open_file(path, $0) }
        try image.requireSinglePage()
        let hasAlpha = image.mayHaveAlpha && declaresAlpha(path)
        return Header(
          size: image.isSideways ? image.size.transposed : image.size,
          channels: image.channels(hasAlpha: hasAlpha))
      }
    } catch {
      throw DecodeFailure(file: path, reason: error.reason, bytes: try bytes(path)).error
    }
  }

  /// Whether the file's fourth channel, or the second beside grey, is transparency.
  private static func declaresAlpha(_ path: String) -> Bool {
    (try? bytes(path)).flatMap(TIFFTransparency.isDeclared) ?? true
  }

  /// The size of the upright image at `path`, from its header.
  public static func size(of path: String) throws(DiagnosticError) -> ImageSize {
    try header(of: path).size
  }

  /// Decodes `bytes`, the content of the file named `file`.
  static func decode(_ bytes: [UInt8], file: String) throws(DiagnosticError) -> PixelImage {
    do {
      return try Vips.run { () throws(Vips.Failure) in try VipsImage.decoded(bytes) }
    } catch {
      throw DecodeFailure(file: file, reason: error.reason, bytes: bytes).error
    }
  }

  /// All bytes of the file at `path`.
  static func bytes(_ path: String) throws(DiagnosticError) -> [UInt8] {
    if let problem = FileProblem.of(path) { throw FileProblem.error(path, problem) }
    do {
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw FileProblem.error(path, "cannot be read: \(error.localizedDescription)")
    }
  }
}
