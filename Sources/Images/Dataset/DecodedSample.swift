import Diagnostics

/// An image and its mask in memory, as training reads them.
public struct DecodedSample: Sendable {
  /// The image, resized if the dataset is.
  public let image: PixelImage
  /// The mask at the size of `image`.
  public let mask: ClassMask
  /// The mask at the size of its file, on which scores are counted.
  public let fullMask: ClassMask
  /// SHA-256 of the image file's bytes, 64 hexadecimal digits.
  public let imageHash: String
  /// SHA-256 of the mask file's bytes, 64 hexadecimal digits.
  public let maskHash: String

  /// Reads and decodes both files.
  ///
  /// - Throws: What is wrong with either file, or that their sizes differ.
  init(_ sample: Sample, classes: ClassMap, resize: ImageSize?) throws(DiagnosticError) {
    var problems = ProblemList()
    let image = problems.collect { () throws(DiagnosticError) in
      let bytes = try ImageFile.bytes(sample.imagePath)
      let pixels = try ImageFile.decode(bytes, file: sample.imagePath)
      try pixels.requireFinite(file: sample.imagePath)
      return (pixels: pixels, hash: FileHash.hex(bytes))
    }
    let mask = problems.collect { () throws(DiagnosticError) in
      let bytes = try ImageFile.bytes(sample.maskPath)
      return (pixels: try classes.mask(bytes: bytes, file: sample.maskPath), hash: FileHash.hex(bytes))
    }
    guard let image, let mask else { throw problems.error }
    try SizeMismatch.check(sample, image: image.pixels.size, mask: mask.pixels.size)
    self.image = image.pixels.resized(to: resize ?? image.pixels.size)
    self.mask = mask.pixels.resized(to: resize ?? mask.pixels.size)
    fullMask = mask.pixels
    imageHash = image.hash
    maskHash = mask.hash
  }
}

extension PixelImage {
  /// Refuses NaN and infinity, of which one is enough to poison a network.
  fileprivate func requireFinite(file: String) throws(DiagnosticError) {
    guard case .float(let values) = storage, let index = values.firstIndex(where: { !$0.isFinite }) else {
      return
    }
    let pixel = index / channels
    throw FileProblem.error(
      file, "the pixel at x \(pixel % width), y \(pixel / width) has the value \(values[index])",
      notes: ["images hold finite numbers; replace missing values before training"])
  }
}
