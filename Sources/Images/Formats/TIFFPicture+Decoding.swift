extension TIFFPicture {
  /// Decodes what `extracted(from:)` gave.
  func image(_ files: [[UInt8]]) throws(Vips.Failure) -> StoredImage {
    if hasPalette { return try indexed(files).expanded }
    var planes: [PixelImage] = []
    for file in files { planes.append(try plane(file)) }
    let pixels = planes.count == 1 ? planes[0] : PixelImage(planes: planes)
    let isInk = planes.count >= 4 && directory.number(.photometric) == 5
    return StoredImage(pixels: isInk ? pixels.colorsOfInk : pixels, hasAlpha: header.hasAlpha)
  }

  /// The palette and the indices.
  func indexed(_ files: [[UInt8]]) throws(Vips.Failure) -> IndexedImage {
    IndexedImage(
      indices: try VipsImage.decoded(files[0], page: 0).pixels.narrowed(to: header.bits), colors: colors)
  }

  private func plane(_ file: [UInt8]) throws(Vips.Failure) -> PixelImage {
    switch unusual {
    case nil: return try VipsImage.decoded(file, page: 0).pixels
    case .half:
      let pixels = try VipsImage.decoded(file, page: 0).pixels
      guard case .uint16(let values) = pixels.storage else { return pixels }
      return pixels.with(values.map { Float(Float16(bitPattern: $0)) })
    case .double: return try wide(file) { Float(Double(bitPattern: $0)) }
    case .unsigned64: return try wide(file) { Float($0) }
    case .signed64: return try wide(file) { Float(Int64(bitPattern: $0)) }
    }
  }

  /// Values of 64 bits, which the file has in two halves.
  private func wide(_ file: [UInt8], _ convert: (UInt64) -> Float) throws(Vips.Failure) -> PixelImage {
    let (size, halves) = try VipsImage.words(file)
    let values = stride(from: 0, to: halves.count - 1, by: 2).map { place in
      let (first, second) = (UInt64(halves[place]), UInt64(halves[place + 1]))
      return convert(isLittleEndian ? second << 32 | first : first << 32 | second)
    }
    return PixelImage(checked: size, channels: values.count / size.area, storage: .float(values))
  }
}

extension PixelImage {
  /// Values of less than 8 bits, which libvips spreads over 0...255, as they were before.
  func narrowed(to bits: Int) -> PixelImage {
    guard bits < 8, case .uint8(let values) = storage else { return self }
    let divisor = UInt8(255 / ((1 << bits) - 1))
    return PixelImage(checked: size, channels: channels, storage: .uint8(values.map { $0 / divisor }))
  }

  fileprivate func with(_ values: [Float]) -> PixelImage {
    PixelImage(checked: size, channels: channels, storage: .float(values))
  }

  /// The image of which each of `planes`, all of one size and type, is a channel.
  fileprivate init(planes: [PixelImage]) {
    func interleave<Value>(_ planes: [[Value]]) -> [Value] {
      var values: [Value] = []
      values.reserveCapacity(planes.count * planes[0].count)
      for index in planes[0].indices {
        for plane in planes { values.append(plane[index]) }
      }
      return values
    }
    let storage: Storage =
      switch planes[0].storage {
      case .uint8:
        .uint8(
          interleave(planes.compactMap { if case .uint8(let values) = $0.storage { values } else { nil } }))
      case .uint16:
        .uint16(
          interleave(planes.compactMap { if case .uint16(let values) = $0.storage { values } else { nil } }))
      case .float:
        .float(
          interleave(planes.compactMap { if case .float(let values) = $0.storage { values } else { nil } }))
      }
    self.init(checked: planes[0].size, channels: planes.count, storage: storage)
  }
}
