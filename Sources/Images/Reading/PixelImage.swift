/// A decoded image: rows from top to bottom, channels interleaved, so the layout is [H, W, C].
public struct PixelImage: Hashable, Sendable {
  /// The pixel values, `width * height * channels` of them, in the type that the file has.
  public enum Storage: Hashable, Sendable {
    /// Values 0...255.
    case uint8([UInt8])
    /// Values 0...65535.
    case uint16([UInt16])
    /// Values as the file has them, of any range.
    case float([Float])
  }

  /// Width and height in pixels.
  public let size: ImageSize
  /// Values of one pixel, at least 1: 1 is grey, 3 is red, green, blue.
  public let channels: Int
  /// The pixel values.
  public let storage: Storage

  /// Makes an image; nil unless `storage` holds exactly `size.area * channels` values.
  public init?(size: ImageSize, channels: Int, storage: Storage) {
    guard size.width > 0, size.height > 0, channels > 0, storage.count == size.area * channels else {
      return nil
    }
    self.init(checked: size, channels: channels, storage: storage)
  }

  /// Makes an image of values whose number is known to be right.
  init(checked size: ImageSize, channels: Int, storage: Storage) {
    self.size = size
    self.channels = channels
    self.storage = storage
  }

  /// Pixels in a row.
  public var width: Int { size.width }
  /// Rows.
  public var height: Int { size.height }
}

extension PixelImage.Storage {
  /// How many values there are.
  public var count: Int {
    switch self {
    case .uint8(let values): values.count
    case .uint16(let values): values.count
    case .float(let values): values.count
    }
  }

  /// The factor that brings values to 0...1: 1/255, 1/65535, and 1 for float, which stays as it is.
  public var unitScale: Double {
    switch self {
    case .uint8: 1 / 255
    case .uint16: 1 / 65535
    case .float: 1
    }
  }
}
