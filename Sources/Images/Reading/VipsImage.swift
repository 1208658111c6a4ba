import CVips

/// One image inside libvips, owned: released when the last reference goes.
final class VipsImage {
  private let handle: UnsafeMutablePointer<CVips.VipsImage>

  /// Takes over the image that `make` writes into its argument.
  init(
    _ make: (UnsafeMutablePointer<UnsafeMutablePointer<CVips.VipsImage>?>) -> Int32
  ) throws(Vips.Failure) {
    var handle: UnsafeMutablePointer<CVips.VipsImage>?
    try Vips.check(make(&handle))
    guard let handle else { throw Vips.Failure(reason: "libvips made no image") }
    self.handle = handle
  }

  deinit { g_object_unref(handle) }

  var size: ImageSize {
    ImageSize(width: Int(vips_image_get_width(handle)), height: Int(vips_image_get_height(handle)))
  }
  var bands: Int { Int(vips_image_get_bands(handle)) }
  var format: VipsBandFormat { vips_image_get_format(handle) }
  var interpretation: VipsInterpretation { vips_image_get_interpretation(handle) }
  /// How many images the file holds.
  var pages: Int { Int(vips_image_get_n_pages(handle)) }
  /// Whether turning the image upright swaps width and height.
  var isSideways: Bool { vips_image_get_orientation_swap(handle) != 0 }
  /// Whether the image is as the file shows it when turned by nothing.
  var isUpright: Bool { vips_image_get_orientation(handle) == 1 }

  /// The image that a call of libvips makes of this one.
  func applying(
    _ call: (
      UnsafeMutablePointer<CVips.VipsImage>, UnsafeMutablePointer<UnsafeMutablePointer<CVips.VipsImage>?>
    ) -> Int32
  ) throws(Vips.Failure) -> VipsImage {
    try VipsImage { call(handle, $0) }
  }

  /// All values of the image, which must have the type `Value`.
  func values<Value>(of type: Value.Type) throws(Vips.Failure) -> [Value] {
    var bytes = 0
    guard let memory = vips_image_write_to_memory(handle, &bytes) else {
      throw Vips.Failure(reason: String(cString: vips_error_buffer()))
    }
    defer { g_free(memory) }
    return Array(UnsafeRawBufferPointer(start: memory, count: bytes).bindMemory(to: type))
  }

  /// The image as a PNG file's bytes.
  func encodedPNG(_ style: PixelImage.PNGStyle) throws(Vips.Failure) -> [UInt8] {
    try encoded(style == .small ? cvips_encode_small_png : cvips_encode_png)
  }

  /// The image as a JPEG file's bytes.
  func encodedJPEG() throws(Vips.Failure) -> [UInt8] { try encoded(cvips_encode_jpeg) }

  private func encoded(
    _ encode: (
      UnsafeMutablePointer<CVips.VipsImage>, UnsafeMutablePointer<UnsafeMutableRawPointer?>,
      UnsafeMutablePointer<Int>
    ) -> Int32
  ) throws(Vips.Failure) -> [UInt8] {
    var memory: UnsafeMutableRawPointer?
    var count = 0
    try Vips.check(encode(handle, &memory, &count))
    defer { g_free(memory) }
    return Array(UnsafeRawBufferPointer(start: memory, count: count))
  }
}
