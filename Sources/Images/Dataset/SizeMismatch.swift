import Diagnostics

/// The rule that an image and its mask have one size.
enum SizeMismatch {
  /// Throws unless the sizes are the same.
  ///
  /// - Parameter page: Which of the mask's files has the size; nil for the first.
  static func check(
    _ sample: Sample, image: ImageSize, mask: ImageSize, of page: FilePage? = nil
  ) throws(DiagnosticError) {
    guard image != mask else { return }
    let hint = "the mask is turned by a quarter against its image; the image may have an EXIF orientation"
    throw DiagnosticError(
      Diagnostic(
        "image '\(sample.image)' has \(image) pixels, but its mask '\(page?.description ?? sample.maskName)' has \(mask)",
        notes: image == mask.transposed ? [hint] : []))
  }
}
