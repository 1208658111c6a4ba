/// What stays in memory of a sample once it was decoded, whatever its size: less than two kilobytes.
public struct SampleSummary: Codable, Hashable, Sendable {
  /// The size of the image, after it was resized.
  public let size: ImageSize
  /// SHA-256 of the image file's bytes, 64 hexadecimal digits.
  public let imageHash: String
  /// SHA-256 over the bytes of the mask's files, 64 hexadecimal digits.
  public let maskHash: String
  /// What is known of its pixels.
  public let facts: SampleFacts
  /// The indices that the mask has at the size of its file, ascending, ignored pixels left out.
  public let fullMaskClasses: [Int]
  /// What the statistics of many images are made of.
  let moments: Moments

  /// Looks at a sample.
  ///
  /// - Parameter classes: How many indices masks have: `ClassMap.indexCount`.
  init(of decoded: DecodedSample, classes: Int) {
    size = decoded.image.size
    (imageHash, maskHash) = (decoded.imageHash, decoded.maskHash)
    facts = SampleFacts(of: decoded, classes: classes)
    var isThere = [Bool](repeating: false, count: Int(ClassMask.ignored) + 1)
    for index in decoded.fullMask.indices { isThere[Int(index)] = true }
    fullMaskClasses = isThere.indices.dropLast().filter { isThere[$0] }
    moments = Moments(of: decoded.image)
  }

  /// Whether some pixel of the mask counts at the size that is trained on.
  public var hasCountedPixel: Bool { facts.classPixels.contains { $0 > 0 } }
  /// Whether some pixel of the mask counts at the size of its file.
  public var hasCountedFullPixel: Bool { !fullMaskClasses.isEmpty }

  /// Bytes of the decoded image, and of its masks.
  var imageBytes: Int { size.area * facts.channels * facts.depth.byteCount }
  var maskBytes: Int { size.area }
  /// None where the mask of the file's size is the mask itself.
  var fullMaskBytes: Int { size == facts.size ? 0 : facts.size.area }
  var pixelBytes: Int { imageBytes + maskBytes + fullMaskBytes }
}

extension SampleFacts.Depth {
  /// Bytes of a decoded value.
  var byteCount: Int {
    switch self {
    case .eightBit: 1
    case .sixteenBit: 2
    case .float: 4
    }
  }
}
