extension TIFFPicture {
  /// The picture as a file of its own, or one for each of its planes, which no other page, no damage to one, and no metadata comes near.
  ///
  /// Some things are told otherwise than in the file, because libvips would not give what we want: a palette's indices and single planes are
  /// called grey, and values that it doesn't know whole numbers.
  func extracted(from source: ByteSource) throws(FileDefect) -> [[UInt8]] {
    let isTiled = directory.number(.tileWidth) != nil
    let segments = try self.segments(isTiled, source)
    guard segments.count % planes == 0 else {
      throw .corrupt(.tiff, "some of its channels have fewer pixels")
    }
    var total = 0
    for segment in Set(segments) { total += segment.count }
    guard total <= 2 * source.count else { throw .corrupt(.tiff, "its pixels overlap") }
    let tags: (TIFFDirectory.Tag, TIFFDirectory.Tag) =
      isTiled ? (.tileOffsets, .tileByteCounts) : (.stripOffsets, .stripByteCounts)
    let perPlane = segments.count / planes
    return try (0..<planes).map { plane throws(FileDefect) in
      var writer = self.writer
      let own = Array(segments[plane * perPlane..<(plane + 1) * perPlane])
      return try writer.file(tags, own) { segment throws(FileDefect) in
        guard let bytes = source.bytes(at: segment.lowerBound, count: segment.count) else {
          throw .truncated(.tiff, after: source.count)
        }
        return bytes
      }
    }
  }

  /// What stands before the pixels.
  private var writer: TIFFWriter {
    var writer = TIFFWriter(isLittleEndian: isLittleEndian)
    let dropped: Set<Int> = planes > 1 ? [284, 338] : []
    for tag in Self.copied where !dropped.contains(tag) {
      guard let raw = directory.raw(tag) else { continue }
      writer.add(tag, type: raw.type, count: raw.count, raw.bytes)
    }
    let isInverted = directory.number(.photometric) == 0
    if hasPalette || planes > 1 { writer.add(.photometric, [isInverted ? 0 : 1]) }
    let samples = planes > 1 ? 1 : directory.number(.samplesPerPixel) ?? 1
    if planes == 1, unusual == nil { return writer }
    let isWide = unusual != nil && unusual != .half
    let count = isWide ? 2 * samples : samples
    writer.add(.samplesPerPixel, [count])
    writer.add(.bitsPerSample, [Int](repeating: isWide ? 32 : header.bits, count: count))
    if isWide { writer.add(.photometric, [1]) }
    let format = unusual == nil ? directory.number(.sampleFormat) ?? 1 : 1
    writer.add(.sampleFormat, [Int](repeating: format, count: count))
    return writer
  }

  /// What decoders ask for besides the pixels.
  static let copied = [
    256, 257, 258, 259, 262, 266, 274, 277, 278, 284, 292, 293, 317, 322, 323, 332, 338, 339, 347, 529, 530,
    531, 532,
  ]

  /// Where the pixels are, strip by strip or tile by tile.
  private func segments(_ isTiled: Bool, _ source: ByteSource) throws(FileDefect) -> [Range<Int>] {
    // Writers of old put tiles where strips are told.
    let offsets = (isTiled ? directory.numbers(.tileOffsets) : nil) ?? directory.numbers(.stripOffsets)
    var counts = (isTiled ? directory.numbers(.tileByteCounts) : nil) ?? directory.numbers(.stripByteCounts)
    guard let offsets else { throw .corrupt(.tiff, "it doesn't tell where its pixels are") }
    if counts == nil, offsets.count == 1 { counts = [max(0, source.count - offsets[0])] }
    guard let counts, counts.count == offsets.count else {
      throw .corrupt(.tiff, "it doesn't tell how many bytes its pixels take")
    }
    try checkTiles()
    var segments: [Range<Int>] = []
    for (offset, count) in zip(offsets, counts) {
      guard offset <= source.count, count <= source.count - offset else {
        throw .truncated(.tiff, after: source.count)
      }
      segments.append(offset..<offset + count)
    }
    return segments
  }

  /// A tile of a size that no image has would take memory for nothing.
  private func checkTiles() throws(FileDefect) {
    guard let width = directory.number(.tileWidth), let height = directory.number(.tileLength) else { return }
    guard (1...65536).contains(width), (1...65536).contains(height) else {
      throw .corrupt(.tiff, "its tiles have \(width)x\(height) pixels")
    }
    try ImageLimit.check(
      ImageFile.Header(
        size: ImageSize(width: width, height: height), bands: directory.number(.samplesPerPixel) ?? 1,
        pages: 1,
        bits: header.bits, bytesPerValue: header.bytesPerValue))
  }
}

/// Writes a BigTIFF of one page.
private struct TIFFWriter {
  let isLittleEndian: Bool
  private var entries: [Int: (type: Int, count: Int, bytes: [UInt8])] = [:]

  init(isLittleEndian: Bool) { self.isLittleEndian = isLittleEndian }

  mutating func add(_ tag: Int, type: Int, count: Int, _ bytes: [UInt8]) {
    entries[tag] = (type, count, bytes)
  }

  /// Adds numbers of 16 bits.
  mutating func add(_ tag: TIFFDirectory.Tag, _ numbers: [Int]) {
    add(tag.rawValue, type: 3, count: numbers.count, numbers.flatMap { digits($0, 2) })
  }

  /// Adds numbers of 64 bits.
  private mutating func addLong(_ tag: TIFFDirectory.Tag, _ numbers: [Int]) {
    add(tag.rawValue, type: 16, count: numbers.count, numbers.flatMap { digits($0, 8) })
  }

  private func digits(_ number: Int, _ count: Int) -> [UInt8] {
    let digits = (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    return isLittleEndian ? digits : digits.reversed()
  }

  /// The file with its pixels, of which equal segments are written once.
  mutating func file(
    _ tags: (offsets: TIFFDirectory.Tag, counts: TIFFDirectory.Tag), _ segments: [Range<Int>],
    _ read: (Range<Int>) throws(FileDefect) -> [UInt8]
  ) throws(FileDefect) -> [UInt8] {
    let zeros = [Int](repeating: 0, count: segments.count)
    addLong(tags.offsets, zeros)
    addLong(tags.counts, segments.map(\.count))
    let directoryBytes = 8 + 20 * entries.count + 8
    let valueBytes = entries.values.reduce(0) { $0 + ($1.bytes.count > 8 ? Self.padded($1.bytes.count) : 0) }
    var pixels: [UInt8] = []
    var places: [Range<Int>: Int] = [:]
    let start = 16 + directoryBytes + valueBytes
    for segment in segments where places[segment] == nil {
      places[segment] = segment.isEmpty ? 0 : start + pixels.count
      pixels += try read(segment)
    }
    addLong(tags.offsets, segments.map { places[$0] ?? 0 })
    return head(directoryBytes) + pixels
  }

  private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// All before the pixels.
  private func head(_ directoryBytes: Int) -> [UInt8] {
    var head: [UInt8] = isLittleEndian ? [0x49, 0x49] : [0x4D, 0x4D]
    head += digits(43, 2) + digits(8, 2) + digits(0, 2) + digits(16, 8) + digits(entries.count, 8)
    var values: [UInt8] = []
    for (tag, entry) in entries.sorted(by: { $0.key < $1.key }) {
      head += digits(tag, 2) + digits(entry.type, 2) + digits(entry.count, 8)
      let padded =
        entry.bytes + [UInt8](repeating: 0, count: Self.padded(entry.bytes.count) - entry.bytes.count)
      if entry.bytes.count > 8 {
        head += digits(16 + directoryBytes + values.count, 8)
        values += padded
      } else {
        head += padded.isEmpty ? digits(0, 8) : padded
      }
    }
    return head + digits(0, 8) + values
  }
}
