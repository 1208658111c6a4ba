public import Diagnostics

/// How the files of a sample become an image and a mask.
public struct SampleReader: Hashable, Sendable, Encodable {
  /// How mask files become classes.
  public let masks: MaskReader
  /// Which channels of the image files are used.
  public let channels: ChannelChoice
  /// The size to which all images are brought; nil leaves each as it is.
  public let resize: ImageSize?

  /// Makes a reader.
  public init(masks: MaskReader, channels: ChannelChoice = .opaque, resize: ImageSize? = nil) {
    self.masks = masks
    self.channels = channels
    self.resize = resize
  }

  /// Makes a reader of masks that hold exactly the legal values.
  public init(classes: ClassMap, channels: ChannelChoice = .opaque, resize: ImageSize? = nil) {
    self.init(masks: MaskReader(classes), channels: channels, resize: resize)
  }

  /// Which mask values mean which class.
  public var classes: ClassMap { masks.classes }

  /// Reads and decodes all files of a sample.
  ///
  /// - Throws: What is wrong with any of them, or that their sizes differ.
  public func read(_ sample: Sample) throws(DiagnosticError) -> DecodedSample {
    var problems = ProblemList()
    let image = problems.collect { () throws(DiagnosticError) in try self.image(sample.image) }
    let mask = problems.collect { () throws(DiagnosticError) in
      try masks.read(sample.masks, imageSize: image?.pixels.size)
    }
    guard let image, let mask else { throw problems.error }
    try SizeMismatch.check(sample, image: image.pixels.size, mask: mask.mask.size)
    return DecodedSample(
      image: image.pixels.resized(to: resize ?? image.pixels.size),
      mask: mask.mask.resized(to: resize ?? mask.mask.size), fullMask: mask.mask,
      imageHash: image.hash, maskHash: mask.hash, maskOverlap: mask.overlap)
  }

  private func image(_ page: FilePage) throws(DiagnosticError) -> (pixels: PixelImage, hash: String) {
    let encoded = try EncodedPage(page)
    let pixels = try encoded.decoded(channels)
    try pixels.requireFinite(in: page)
    return (pixels, encoded.hash)
  }
}

extension PixelImage {
  /// Refuses NaN and infinity, of which one is enough to poison a network.
  fileprivate func requireFinite(in page: FilePage) throws(DiagnosticError) {
    guard case .float(let values) = storage, let index = values.firstIndex(where: { !$0.isFinite }) else {
      return
    }
    let pixel = index / channels
    throw FileProblem.error(
      page.description, "the pixel at x \(pixel % width), y \(pixel / width) has the value \(values[index])",
      notes: ["images hold finite numbers; replace missing values before training"])
  }
}
