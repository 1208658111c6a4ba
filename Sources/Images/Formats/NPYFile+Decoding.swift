extension NPYFile {
  /// Decodes a page out of what `bytes(of:in:)` gave.
  ///
  /// Truth values become 0 and 255, as in all files of one bit. Whole numbers of more than 16 bits, or with a sign, and all floats become float of
  /// 32 bits.
  func image(_ bytes: [UInt8], page: Int) -> StoredImage {
    let first = pagesAreApart ? 0 : page * pages.stride
    let storage: PixelImage.Storage =
      switch (kind, valueBytes) {
      case (.truth, _): .uint8(values(bytes, first) { (value: UInt8) in value == 0 ? 0 : 255 })
      case (.unsigned, 1): .uint8(values(bytes, first) { (value: UInt8) in value })
      case (.unsigned, 2): .uint16(values(bytes, first) { (value: UInt16) in value })
      case (.unsigned, 4): .float(values(bytes, first) { (value: UInt32) in Float(value) })
      case (.unsigned, _): .float(values(bytes, first) { (value: UInt64) in Float(value) })
      case (.signed, 1): .float(values(bytes, first) { (value: Int8) in Float(value) })
      case (.signed, 2): .float(values(bytes, first) { (value: Int16) in Float(value) })
      case (.signed, 4): .float(values(bytes, first) { (value: Int32) in Float(value) })
      case (.signed, _): .float(values(bytes, first) { (value: Int64) in Float(value) })
      case (.float, 2): .float(values(bytes, first) { (value: UInt16) in Float(Float16(bitPattern: value)) })
      case (.float, 4): .float(values(bytes, first) { (value: UInt32) in Float(bitPattern: value) })
      case (.float, _): .float(values(bytes, first) { (value: UInt64) in Float(Double(bitPattern: value)) })
      }
    let size = ImageSize(width: columns.count, height: rows.count)
    return StoredImage(pixels: PixelImage(checked: size, channels: channels.count, storage: storage))
  }

  /// The values in the order row, column, channel.
  private func values<Raw: FixedWidthInteger, Value>(
    _ bytes: [UInt8], _ first: Int, _ convert: (Raw) -> Value
  ) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(rows.count * columns.count * channels.count)
    bytes.withUnsafeBytes { memory in
      for row in 0..<rows.count {
        for column in 0..<columns.count {
          let pixel = first + row * rows.stride + column * columns.stride
          for channel in 0..<channels.count {
            let place = (pixel + channel * channels.stride) * valueBytes
            let raw = memory.loadUnaligned(fromByteOffset: place, as: Raw.self)
            values.append(convert(isLittleEndian ? Raw(littleEndian: raw) : Raw(bigEndian: raw)))
          }
        }
      }
    }
    return values
  }
}
