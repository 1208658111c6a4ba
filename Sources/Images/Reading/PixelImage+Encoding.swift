import CVips
public import Diagnostics

extension PixelImage {
  /// What a PNG file is to be.
  public enum PNGStyle: Sendable {
    /// Every value as it is.
    case exact
    /// As small as it gets with at most 16 colours, for pictures in documents.
    case small
  }

  /// The image as a PNG file's bytes, 8 bits a value, or 16 if it has them; float values 0...1 become 8 bits.
  ///
  /// - Throws: When the image has neither 1 nor 3 channels, or there is not enough memory.
  public func encodedPNG(_ style: PNGStyle = .exact) throws(DiagnosticError) -> [UInt8] {
    try encoded("PNG") { image throws(Vips.Failure) in try image.encodedPNG(style) }
  }

  /// The image as a JPEG file's bytes, a tenth of a PNG's, for photographs that are only looked at.
  ///
  /// - Throws: When the image has neither 1 nor 3 channels, or there is not enough memory.
  public func encodedJPEG() throws(DiagnosticError) -> [UInt8] {
    try encoded("JPEG") { image throws(Vips.Failure) in try image.encodedJPEG() }
  }

  private func encoded(
    _ format: String, _ encode: (VipsImage) throws(Vips.Failure) -> [UInt8]
  ) throws(DiagnosticError) -> [UInt8] {
    guard channels == 1 || channels == 3 else {
      throw DiagnosticError(Diagnostic("a \(format) has 1 or 3 channels; this image has \(channels)"))
    }
    do {
      return try Vips.run { () throws(Vips.Failure) in
        try eightBitIfFloat.withVipsImage { image throws(Vips.Failure) in try encode(image) }
      }
    } catch {
      throw DiagnosticError(Diagnostic("an image of \(size) cannot be encoded: \(error.reason)"))
    }
  }

  private var eightBitIfFloat: PixelImage {
    guard case .float(let values) = storage else { return self }
    let bytes = values.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
    return PixelImage(checked: size, channels: channels, storage: .uint8(bytes))
  }

  /// Lends the pixels to libvips while `body` runs.
  private func withVipsImage<Result>(
    _ body: (VipsImage) throws(Vips.Failure) -> Result
  ) throws(Vips.Failure) -> Result {
    switch storage {
    case .uint8(let values): try lend(values, VIPS_FORMAT_UCHAR, body)
    case .uint16(let values): try lend(values, VIPS_FORMAT_USHORT, body)
    case .float(let values): try lend(values, VIPS_FORMAT_FLOAT, body)
    }
  }

  private func lend<Value, Result>(
    _ values: [Value], _ format: VipsBandFormat, _ body: (VipsImage) throws(Vips.Failure) -> Result
  ) throws(Vips.Failure) -> Result {
    let (width, height, channels) = (Int32(width), Int32(height), Int32(channels))
    return try values.withUnsafeBufferPointer { buffer throws(Vips.Failure) in
      let bytes = buffer.count * MemoryLayout<Value>.stride
      return try body(
        VipsImage { cvips_wrap(buffer.baseAddress, bytes, width, height, channels, format, $0) })
    }
  }
}
