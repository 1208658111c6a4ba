import Crypto
public import Foundation

/// What is known of a sample once it was decoded: all that its inspection needs, in less than a kilobyte.
public struct SampleFacts: Codable, Hashable, Sendable {
  /// The type of an image's values.
  public enum Depth: String, Codable, Sendable, CaseIterable {
    /// Whole numbers 0...255, in 0...65535, and floating-point numbers.
    case eightBit = "8 bit"
    case sixteenBit = "16 bit"
    case float
  }

  /// Width and height of the files in pixels.
  public let width, height: Int
  /// Values of one pixel of the image.
  public let channels: Int
  /// The type of the values.
  public let depth: Depth
  /// What tells images apart by their decoded pixels: half of a SHA-256, 32 hexadecimal digits.
  public let imageHash: String
  /// The same of the mask's classes.
  public let maskHash: String
  /// The pixels of each mask index, ignored ones left out, at the size that is trained on.
  public let classPixels: [Int]
  /// The pixels that count for nothing.
  public let ignoredPixels: Int
  /// The pixels that files of several classes claim.
  public let overlappingPixels: Int
  /// The values of each channel.
  public let intensities: [Intensities]
  /// The image's rough look: 8 rows of 8 means of its parts, less their mean, over their deviation; 32 is a deviation, 128 the mean.
  public let look: Data

  /// The sides of `look`.
  static let lookSide = 8

  /// Looks at a sample.
  ///
  /// - Parameter classes: How many indices masks have: `ClassMap.indexCount`.
  public init(of decoded: DecodedSample, classes: Int) {
    let image = decoded.image
    width = decoded.fullMask.width
    height = decoded.fullMask.height
    channels = image.channels
    depth =
      switch image.storage {
      case .uint8: .eightBit
      case .uint16: .sixteenBit
      case .float: .float
      }
    imageHash = Self.hash(image)
    maskHash = Self.hash(decoded.fullMask)
    classPixels = decoded.mask.pixelCounts(classes: classes)
    ignoredPixels = decoded.mask.indices.count { $0 == ClassMask.ignored }
    overlappingPixels = decoded.maskOverlap
    intensities = Intensities.channels(of: image)
    look = Self.look(image)
  }

  /// The size of the files.
  public var size: ImageSize { ImageSize(width: width, height: height) }

  /// Whether all pixels of the image are the same.
  public var isBlank: Bool { intensities.allSatisfy { $0.minimum == $0.maximum } }

  /// The only class of the mask; nil where there are several, or none since all is ignored.
  public var onlyClass: Int? {
    let present = classPixels.indices.filter { classPixels[$0] > 0 }
    return present.count == 1 ? present[0] : nil
  }

  private static func hash(_ image: PixelImage) -> String {
    var hasher = SHA256()
    hasher.update(data: Data("\(image.size) \(image.channels) \(image.storage.typeName) ".utf8))
    switch image.storage {
    case .uint8(let values): values.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    case .uint16(let values): values.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    case .float(let values): values.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    }
    return String(FileHash.hex(hasher.finalize()).prefix(32))
  }

  private static func hash(_ mask: ClassMask) -> String {
    var hasher = SHA256()
    hasher.update(data: Data("\(mask.size) ".utf8))
    mask.indices.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    return String(FileHash.hex(hasher.finalize()).prefix(32))
  }
}

// MARK: The look

extension SampleFacts {
  /// How far apart the looks of two images are: 0 for the same but for brightness and contrast, about 1 for images that have nothing in
  /// common, 2 for a negative.
  public func distance(to other: SampleFacts) -> Double {
    let products = zip(look, other.look).map { (Double($0) - 128) * (Double($1) - 128) }
    let norm = (Self.norm(look) * Self.norm(other.look)).squareRoot()
    return norm > 0 ? 1 - products.reduce(0, +) / norm : 1
  }

  private static func norm(_ look: Data) -> Double { look.reduce(0) { $0 + pow(Double($1) - 128, 2) } }

  private static func look(_ image: PixelImage) -> Data {
    let means = (0..<lookSide * lookSide).map { part in
      let rows = Self.places(part / lookSide, of: image.height)
      let columns = Self.places(part % lookSide, of: image.width)
      let sums = rows.map { row in
        columns.reduce(0.0) { $0 + image.sum(atPixel: row * image.width + $1) }
      }
      return sums.reduce(0, +) / Double(rows.count * columns.count)
    }
    let mean = means.reduce(0, +) / Double(means.count)
    let deviation = (means.reduce(0) { $0 + pow($1 - mean, 2) } / Double(means.count)).squareRoot()
    return Data(
      means.map { value in
        let score = deviation > 0 ? (value - mean) / deviation : 0
        return UInt8(max(0, min(255, (128 + 32 * score).rounded())))
      })
  }

  /// At most 16 places of a part of a side, evenly apart, at least one.
  private static func places(_ part: Int, of length: Int) -> [Int] {
    let first = min(part * length / lookSide, length - 1)
    let last = max(first + 1, (part + 1) * length / lookSide)
    return Array(stride(from: first, to: last, by: max(1, (last - first) / 16)))
  }
}

extension PixelImage {
  fileprivate func sum(atPixel pixel: Int) -> Double {
    (pixel * channels..<(pixel + 1) * channels).reduce(0) { sum, index in
      switch storage {
      case .uint8(let values): sum + Double(values[index])
      case .uint16(let values): sum + Double(values[index])
      case .float(let values): sum + Double(values[index])
      }
    }
  }
}

extension PixelImage.Storage {
  fileprivate var typeName: String {
    switch self {
    case .uint8: "uint8"
    case .uint16: "uint16"
    case .float: "float"
    }
  }
}
