import Foundation

/// How large images may be: larger ones are refused from their header, before memory is taken for them.
enum ImageLimit {
  /// The most values of one image, channels counted: a little more than 46,000 x 46,000 of grey.
  static let values = 1 << 31

  /// Refuses an image that is too large for us, or for this machine.
  static func check(_ header: ImageFile.Header) throws(FileDefect) {
    let (area, areaIsLarge) = header.size.width.multipliedReportingOverflow(by: header.size.height)
    let (values, valuesAreMany) = area.multipliedReportingOverflow(by: header.bands)
    let channels = header.bands == 1 ? "1 channel" : "\(header.bands) channels"
    guard !areaIsLarge, !valuesAreMany, values <= Self.values else {
      throw FileDefect(
        "claims \(header.size) pixels of \(channels), more than the \(Self.values) values that an image may have",
        notes: ["cut it into smaller images, or reduce it"])
    }
    let memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    guard values <= memory / header.bytesPerValue else {
      throw FileDefect(
        "takes \(values * header.bytesPerValue) bytes when decoded, and this machine has \(memory)",
        notes: ["cut it into smaller images, or reduce it"])
    }
  }

  /// Refuses a GIF by the size of its screen, for which libvips takes the frame's if it looks wrong.
  ///
  /// - Parameter start: At least the file's first 10 bytes.
  static func checkScreen(ofGIF start: [UInt8]) throws(FileDefect) {
    let reader = ByteReader(start)
    guard let width = reader.number(at: 6, bytes: 2), let height = reader.number(at: 8, bytes: 2) else {
      return
    }
    let size = ImageSize(width: width, height: height)
    try check(ImageFile.Header(size: size, bands: 3, pages: 1, bits: 8, bytesPerValue: 1))
  }
}
