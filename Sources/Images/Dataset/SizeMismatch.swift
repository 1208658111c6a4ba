import Diagnostics

/// The rule that an image and its mask have one size.
enum SizeMismatch {
  /// Throws unless the sizes are the same.
  static func check(_ sample: Sample, image: ImageSize, mask: ImageSize) throws(DiagnosticError) {
    guard image != mask else { return }
    let hint = "the mask is turned by a quarter against its image; the image may have an EXIF orientation"
    throw DiagnosticError(
      Diagnostic(
        "image '\(sample.imagePath)' has \(image) pixels, but its mask '\(sample.maskPath)' has \(mask)",
        notes: image == mask.transposed ? [hint] : []))
  }
}
