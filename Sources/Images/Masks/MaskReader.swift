public import Diagnostics

/// How the mask files of an image become the class of each of its pixels.
public struct MaskReader: Hashable, Sendable, Encodable {
  /// How files with a palette are read.
  public enum IndexedFiles: String, Hashable, Sendable, Encodable {
    /// By colour if some legal value is a colour, else by index; entries of a known palette by colour if the file's colours are all known.
    case automatic
    /// The index of each pixel, also where two entries share a colour.
    case index
    /// The colour of each pixel.
    case color
  }

  /// Which values mean which class.
  public let classes: ClassMap
  /// From which grey on a pixel is 255, or 1 where the classes have 1, while all others are 0; nil leaves the values as they are.
  public var threshold: Double?
  /// How far a value may be from a legal one, 0...255.
  public var tolerance = 0
  /// How files with a palette are read.
  public var indexedFiles = IndexedFiles.automatic
  /// Whether a mask is made of binary files, one for each object, of which there may be one only.
  public var unitesFiles = false
  /// The palettes that a config can name, for suggestions.
  public var knownPalettes: [KnownPalette] = []

  /// Makes a reader of files that hold exactly the legal values.
  public init(_ classes: ClassMap) { self.classes = classes }

  /// What the files of a mask hold.
  struct Outcome {
    let mask: ClassMask
    /// SHA-256 over the bytes of all files, 64 hexadecimal digits.
    let hash: String
    /// How many pixels are in files of different classes.
    let overlap: Int
  }

  /// Reads the files of an image's mask.
  ///
  /// - Parameters:
  ///   - parts: The files. None is right where each class has files of its own, and the image has no pixel of any.
  ///   - imageSize: The size of the mask if there is no file; nil if it isn't known.
  /// - Throws: What is wrong with the files, the first pixel that nothing covers among it.
  func read(_ parts: [MaskPart], imageSize: ImageSize?) throws(DiagnosticError) -> Outcome {
    guard let first = parts.first else { return try empty(imageSize) }
    if classes.usesLabels { return try readClasses(parts, first.page) }
    if parts.count == 1, !unitesFiles {
      let file = try EncodedPage(first.page)
      return Outcome(mask: try mask(try pixels(file)), hash: file.hash, overlap: 0)
    }
    return try readObjects(parts, first.page)
  }

  /// Reads a file whose values mean classes.
  ///
  /// - Throws: An error that names the file if it doesn't decode, or the first pixel that nothing covers.
  public func mask(of page: FilePage) throws(DiagnosticError) -> ClassMask {
    try mask(try pixels(try EncodedPage(page)))
  }

  /// Maps each pixel of a decoded mask to its class.
  ///
  /// - Parameters:
  ///   - image: Grey, or red, green and blue.
  ///   - file: The file's name, for errors.
  public func mask(from image: PixelImage, file: String) throws(DiagnosticError) -> ClassMask {
    try mask(try prepared(image, file: file, isBinary: false))
  }

  /// How many pixels of a file have each value, after `threshold` and without `value_tolerance`.
  public func valueCounts(of page: FilePage) throws(DiagnosticError) -> [MaskValue: Int] {
    ValueCounts(try pixels(try EncodedPage(page)).image).counts
  }

  func mask(_ pixels: MaskPixels) throws(DiagnosticError) -> ClassMask {
    let found = ClassLookup(map: classes, tolerance: tolerance)(pixels.image)
    guard let missing = found.missing else {
      return ClassMask(checked: pixels.image.size, indices: found.indices)
    }
    throw UncoveredPixel(reader: self, pixels: pixels, position: missing).error
  }

  func empty(_ size: ImageSize?) throws(DiagnosticError) -> Outcome {
    guard classes.usesLabels, let size, let outside = classes.outside else {
      throw DiagnosticError(Diagnostic("an image has no mask file"))
    }
    let mask = ClassMask(checked: size, indices: Array(repeating: outside, count: size.area))
    return Outcome(mask: mask, hash: FileHash.hex([]), overlap: 0)
  }
}
