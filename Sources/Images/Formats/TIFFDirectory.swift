/// One directory of a TIFF file, classic or big: the tags that say what a picture is and where its pixels are.
struct TIFFDirectory {
  /// The tags that we look at by name; TIFF 6.0, section 8.
  enum Tag: Int {
    case newSubfileType = 254
    case subfileType = 255
    case width = 256
    case height = 257
    case bitsPerSample = 258
    case compression = 259
    case photometric = 262
    case stripOffsets = 273
    case orientation = 274
    case samplesPerPixel = 277
    case stripByteCounts = 279
    case planarConfiguration = 284
    case colorMap = 320
    case tileWidth = 322
    case tileLength = 323
    case tileOffsets = 324
    case tileByteCounts = 325
    case extraSamples = 338
    case sampleFormat = 339

    /// Whether the number of a tag is one that we read, or that decoders are given.
    static func isUsed(_ tag: Int) -> Bool { Tag(rawValue: tag) != nil || TIFFPicture.copied.contains(tag) }
  }

  /// The value of a tag: so many values of a type, as the file has them.
  struct Entry {
    let tag: Int
    let type: Int
    let count: Int
    /// Where the values begin, in the entry itself if they are short.
    let place: Int

    /// How many bytes a value of each type has.
    private static let sizes = [
      1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
    ]

    /// How many bytes a value has; nil for a type that TIFF doesn't know.
    static func size(_ type: Int) -> Int? { sizes[type] }

    /// How many bytes all values take.
    var bytes: Int { count * (Self.sizes[type] ?? 1) }
  }

  private let entries: [Int: Entry]
  private let source: ByteSource
  private let isLittleEndian: Bool

  init(_ entries: [Int: Entry], _ source: ByteSource, isLittleEndian: Bool) {
    self.entries = entries
    self.source = source
    self.isLittleEndian = isLittleEndian
  }

  /// The bytes of a tag's values, and their type; nil if the tag is missing or points outside the file.
  func raw(_ tag: Int) -> (type: Int, count: Int, bytes: [UInt8])? {
    guard let entry = entries[tag], let bytes = source.bytes(at: entry.place, count: entry.bytes) else {
      return nil
    }
    return (entry.type, entry.count, bytes)
  }

  /// The whole numbers of a tag; nil if it is missing, or has none.
  func numbers(_ tag: Tag) -> [Int]? {
    guard let raw = raw(tag.rawValue), let size = Entry.size(raw.type), raw.count > 0 else { return nil }
    let reader = ByteReader(raw.bytes, isLittleEndian: isLittleEndian)
    let numbers = (0..<raw.count).map { reader.number(at: size * $0, bytes: size) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  /// The first whole number of a tag.
  func number(_ tag: Tag) -> Int? { numbers(tag)?.first }

  /// Whether the picture is a smaller copy of another one, or the transparency of one.
  var isAccessory: Bool {
    (number(.newSubfileType) ?? 0) & 5 != 0 || number(.subfileType) == 2
  }
}
