import Foundation

/// A decoded sample in an open file, of which parts are read.
///
/// The file has a head of 40 bytes, what is known of the sample as JSON, and the bytes of image, mask, and mask of full size, row by row
/// in this machine's order; the last is left out where it is the mask itself. It is read by `pread` and never mapped to memory: should
/// somebody cut the file off, then a read fails, and no signal ends the process.
final class StoredPixels {
  /// Raised when the files change; others are not read.
  private static let magic = Array("unetpix1".utf8)
  private static let headCount = 40
  /// Nothing is read in larger pieces to be summed; a multiple of 32.
  private static let pieceCount = 1 << 20
  /// So many bytes cost less to read along with others than another call does.
  private static let cheapBytes = 16 << 10
  /// What is known of a sample is shorter.
  private static let mostDescription = 1 << 26

  /// What a file says of itself.
  private struct Description: Codable {
    let key: String
    let summary: SampleSummary
  }

  /// What the file holds.
  let summary: SampleSummary
  /// Bytes before the pixels.
  let pixelsStart: Int
  private let file: OpenFile
  private let pixelSum: UInt64?

  /// Opens a file that was verified before, and did not change since.
  init(_ file: OpenFile, summary: SampleSummary, pixelsStart: Int) {
    self.file = file
    self.summary = summary
    self.pixelsStart = pixelsStart
    pixelSum = nil
  }

  /// Reads what a file says of itself; nil if that is damaged, or not of this key.
  init?(_ file: OpenFile, key: String) {
    guard let head = file.bytes(at: 0, count: Self.headCount),
      Array(head.prefix(Self.magic.count)) == Self.magic
    else { return nil }
    let numbers = (1..<5).map { Self.number(head, $0) }
    let count = Int(clamping: numbers[0])
    guard count <= Self.mostDescription, let json = file.bytes(at: Self.headCount, count: count),
      (head.prefix(32) + json).withUnsafeBytes(MixingSum.of) == numbers[3],
      let description = try? JSONDecoder().decode(Description.self, from: Data(json)),
      description.key == key, description.summary.isPossible,
      let size = file.stamp?.size,
      size == Self.headCount + count + description.summary.pixelBytes, Int(clamping: numbers[1]) == size
    else { return nil }
    self.file = file
    summary = description.summary
    pixelsStart = Self.headCount + count
    pixelSum = numbers[2]
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self) }
  }

  /// Whether the pixels are those that were written.
  var isWhole: Bool {
    guard let pixelSum else { return true }
    var found: UInt64 = 0
    for (start, count) in sections {
      var sum = MixingSum()
      for piece in stride(from: 0, to: count, by: Self.pieceCount) {
        let length = min(Self.pieceCount, count - piece)
        guard let bytes = file.bytes(at: start + piece, count: length) else { return false }
        bytes.withUnsafeBytes { sum.add($0) }
      }
      found = Self.joined(found, sum.value)
    }
    return found == pixelSum
  }

  private static func joined(_ sum: UInt64, _ other: UInt64) -> UInt64 { RandomStream.mixed(sum ^ other) }

  /// Where image, mask and full mask stand, and how many bytes they have.
  private var sections: [(start: Int, count: Int)] {
    let counts = [summary.imageBytes, summary.maskBytes, summary.fullMaskBytes]
    return counts.indices.map { (pixelsStart + counts[..<$0].reduce(0, +), counts[$0]) }
  }
}

extension PixelRectangle {
  /// All of an image.
  init(whole size: ImageSize) { self.init(columns: 0..<size.width, rows: 0..<size.height) }
}

// MARK: Writing

extension StoredPixels {
  /// How a file begins, for a sample of this key.
  static func head(_ decoded: DecodedSample, _ summary: SampleSummary, key: String) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(Description(key: key, summary: summary))
    var sum: UInt64 = 0
    decoded.forEachSection { sum = joined(sum, MixingSum.of($0)) }
    func bytes(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }
    let size = headCount + json.count + summary.pixelBytes
    let head = magic + bytes(UInt64(json.count)) + bytes(UInt64(size)) + bytes(sum)
    return head + bytes((head + json).withUnsafeBytes(MixingSum.of)) + json
  }
}

extension DecodedSample {
  /// Calls `body` with the bytes of image, mask, and full mask, which are none where it is the mask.
  func forEachSection(_ body: (UnsafeRawBufferPointer) -> Void) {
    switch image.storage {
    case .uint8(let values): values.withUnsafeBytes(body)
    case .uint16(let values): values.withUnsafeBytes(body)
    case .float(let values): values.withUnsafeBytes(body)
    }
    mask.indices.withUnsafeBytes(body)
    (image.size == fullMask.size ? [] : fullMask.indices).withUnsafeBytes(body)
  }
}

extension SampleSummary {
  /// Whether sizes are sizes, whose products are numbers.
  fileprivate var isPossible: Bool {
    let sides = [size.width, size.height, facts.width, facts.height, facts.channels]
    return sides.allSatisfy { (1...Int(Int32.max)).contains($0) }
      && size.area <= ImageLimit.values / facts.channels && facts.size.area <= ImageLimit.values
  }
}

// MARK: Reading

extension StoredPixels {
  /// The part of the image that a rectangle inside it covers; nil if the file ends before.
  func image(_ part: PixelRectangle) -> PixelImage? {
    let (start, channels) = (sections[0].start, summary.facts.channels)
    func values<Value: BitwiseCopyable>() -> [Value]? {
      self.values(part, from: start, rowLength: summary.size.width, valuesPerPixel: channels)
    }
    let storage: PixelImage.Storage? =
      switch summary.facts.depth {
      case .eightBit: values().map { .uint8($0) }
      case .sixteenBit: values().map { .uint16($0) }
      case .float: values().map { .float($0) }
      }
    return storage.map { PixelImage(checked: part.size, channels: channels, storage: $0) }
  }

  /// The part of the mask that a rectangle inside it covers.
  func mask(_ part: PixelRectangle) -> ClassMask? { mask(part, sections[1].start, summary.size) }

  /// The mask at the size of its file.
  var fullMask: ClassMask? {
    let size = summary.facts.size
    return mask(PixelRectangle(whole: size), sections[summary.fullMaskBytes == 0 ? 1 : 2].start, size)
  }

  private func mask(_ part: PixelRectangle, _ start: Int, _ size: ImageSize) -> ClassMask? {
    values(part, from: start, rowLength: size.width, valuesPerPixel: 1).map {
      ClassMask(checked: part.size, indices: $0)
    }
  }

  /// All of it.
  var sample: DecodedSample? {
    let whole = PixelRectangle(whole: summary.size)
    guard let image = image(whole), let mask = mask(whole),
      let fullMask = summary.fullMaskBytes == 0 ? mask : fullMask
    else { return nil }
    return DecodedSample(
      image: image, mask: mask, fullMask: fullMask, imageHash: summary.imageHash, maskHash: summary.maskHash,
      maskOverlap: summary.facts.overlappingPixels)
  }

  /// The values of the pixels of a rectangle; nil if the file ends before.
  private func values<Value: BitwiseCopyable>(
    _ part: PixelRectangle, from start: Int, rowLength: Int, valuesPerPixel: Int
  ) -> [Value]? {
    let pixel = valuesPerPixel * MemoryLayout<Value>.stride
    let (row, wanted) = (rowLength * pixel, part.columns.count * pixel)
    let first = start + part.rows.lowerBound * row + part.columns.lowerBound * pixel
    var isComplete = true
    let values = [Value](unsafeUninitializedCapacity: part.size.area * valuesPerPixel) { buffer, count in
      let target = UnsafeMutableRawBufferPointer(buffer)
      isComplete =
        if wanted == row {
          file.fill(UnsafeMutableRawBufferPointer(rebasing: target[..<(part.rows.count * row)]), at: first)
        } else {
          fill(target, from: first, rows: part.rows.count, rowStep: row, rowCount: wanted)
        }
      count = isComplete ? part.size.area * valuesPerPixel : 0
    }
    return isComplete ? values : nil
  }

  /// Reads parts of rows: several rows at once where what lies between them is little.
  private func fill(
    _ target: UnsafeMutableRawBufferPointer, from first: Int, rows: Int, rowStep: Int, rowCount: Int
  ) -> Bool {
    let rowsAtOnce = rowStep - rowCount > Self.cheapBytes ? 1 : max(1, Self.pieceCount / rowStep)
    for start in stride(from: 0, to: rows, by: rowsAtOnce) {
      let count = min(rowsAtOnce, rows - start)
      let length = (count - 1) * rowStep + rowCount
      guard let bytes = file.bytes(at: first + start * rowStep, count: length) else { return false }
      bytes.withUnsafeBytes { bytes in
        for row in 0..<count {
          let source = UnsafeRawBufferPointer(rebasing: bytes[row * rowStep..<row * rowStep + rowCount])
          let place = (start + row) * rowCount
          UnsafeMutableRawBufferPointer(rebasing: target[place..<place + rowCount]).copyMemory(from: source)
        }
      }
    }
    return true
  }
}
