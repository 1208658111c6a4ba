extension PNMFile {
  /// Decodes all values out of the whole file's bytes.
  ///
  /// As Pillow does it, numbers are spread so that the file's greatest value becomes 255, or 65535 if it is above 255.
  func image(_ bytes: [UInt8]) throws(FileDefect) -> StoredImage {
    let count = size.area * channels
    let storage: PixelImage.Storage =
      switch coding {
      case .bits(let isText):
        .uint8(isText ? try textBits(bytes, count) : try packedBits(bytes))
      case .numbers(let most, let isText):
        spread(isText ? try textNumbers(bytes, count, most) : try binaryNumbers(bytes, count, most), most)
      case .floats(let isLittleEndian): .float(try floats(bytes, count, isLittleEndian))
      }
    return StoredImage(
      pixels: PixelImage(checked: size, channels: channels, storage: storage), hasAlpha: hasAlpha)
  }

  private func spread(_ values: [UInt16], _ most: Int) -> PixelImage.Storage {
    let greatest = most < 256 ? 255 : 65535
    let table = (0...max(1, most)).map { value in
      most == greatest
        ? value : Int((Double(value) / Double(most) * Double(greatest)).rounded(.toNearestOrEven))
    }
    let spread = values.map { table[min(Int($0), most)] }
    return most < 256
      ? .uint8(spread.map { UInt8(clamping: $0) }) : .uint16(spread.map { UInt16(clamping: $0) })
  }

  private func require(_ count: Int, _ bytes: [UInt8]) throws(FileDefect) {
    guard start <= bytes.count, count <= bytes.count - start else {
      throw .truncated(.pnm, after: bytes.count)
    }
  }

  private func packedBits(_ bytes: [UInt8]) throws(FileDefect) -> [UInt8] {
    let stride = (size.width + 7) / 8
    try require(stride * size.height, bytes)
    var values: [UInt8] = []
    values.reserveCapacity(size.area)
    for row in 0..<size.height {
      for column in 0..<size.width {
        let byte = bytes[start + row * stride + column / 8]
        values.append(byte >> UInt8(7 - column % 8) & 1 == 1 ? 0 : 255)
      }
    }
    return values
  }

  private func binaryNumbers(_ bytes: [UInt8], _ count: Int, _ most: Int) throws(FileDefect) -> [UInt16] {
    try require(most < 256 ? count : 2 * count, bytes)
    if most < 256 { return bytes[start..<start + count].map { UInt16($0) } }
    return (0..<count).map { UInt16(bytes[start + 2 * $0]) << 8 | UInt16(bytes[start + 2 * $0 + 1]) }
  }

  private func floats(_ bytes: [UInt8], _ count: Int, _ isLittleEndian: Bool) throws(FileDefect) -> [Float] {
    try require(4 * count, bytes)
    let perRow = size.width * channels
    return bytes.withUnsafeBytes { memory in
      (0..<count).map { index in
        let row = size.height - 1 - index / perRow
        let place = start + 4 * (row * perRow + index % perRow)
        let raw = memory.loadUnaligned(fromByteOffset: place, as: UInt32.self)
        return Float(bitPattern: isLittleEndian ? UInt32(littleEndian: raw) : UInt32(bigEndian: raw))
      }
    }
  }

  /// Digits of which each is a pixel, with or without space between them.
  private func textBits(_ bytes: [UInt8], _ count: Int) throws(FileDefect) -> [UInt8] {
    try require(count, bytes)
    var values: [UInt8] = []
    values.reserveCapacity(count)
    for byte in withoutComments(bytes) where !Self.isSpace(byte) {
      guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else {
        throw .corrupt(.pnm, "a pixel is neither 0 nor 1")
      }
      values.append(byte == UInt8(ascii: "1") ? 0 : 255)
      if values.count == count { return values }
    }
    throw .truncated(.pnm, after: bytes.count)
  }

  private func textNumbers(_ bytes: [UInt8], _ count: Int, _ most: Int) throws(FileDefect) -> [UInt16] {
    try require(2 * count - 1, bytes)
    var values: [UInt16] = []
    values.reserveCapacity(count)
    for word in withoutComments(bytes).split(whereSeparator: Self.isSpace).prefix(count) {
      guard let number = Int(String(decoding: word.prefix(10), as: UTF8.self)), (0...most).contains(number)
      else {
        throw .corrupt(.pnm, "a value is no number from 0 to \(most)")
      }
      values.append(UInt16(number))
    }
    guard values.count == count else { throw .truncated(.pnm, after: bytes.count) }
    return values
  }

  private func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    let text = bytes[start...]
    guard text.contains(UInt8(ascii: "#")) else { return Array(text) }
    return text.split(separator: 10, omittingEmptySubsequences: false)
      .flatMap { $0.prefix { $0 != UInt8(ascii: "#") } + [10] }
  }
}
