extension PixelImage {
  /// The part of the image that a rectangle inside it covers.
  public func cropped(to window: PixelRectangle) -> PixelImage {
    if window.size == size { return self }
    func part<Value>(_ values: [Value]) -> [Value] {
      window.part(of: values, rowLength: width, valuesPerPixel: channels)
    }
    let storage: Storage =
      switch storage {
      case .uint8(let values): .uint8(part(values))
      case .uint16(let values): .uint16(part(values))
      case .float(let values): .float(part(values))
      }
    return PixelImage(checked: window.size, channels: channels, storage: storage)
  }
}

extension ClassMask {
  /// The part of the mask that a rectangle inside it covers.
  public func cropped(to window: PixelRectangle) -> ClassMask {
    if window.size == size { return self }
    return ClassMask(
      checked: window.size, indices: window.part(of: indices, rowLength: width, valuesPerPixel: 1))
  }
}

extension PixelRectangle {
  /// The values of the covered pixels, row by row.
  fileprivate func part<Value>(of values: [Value], rowLength: Int, valuesPerPixel: Int) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(size.area * valuesPerPixel)
    for row in rows {
      let start = (row * rowLength + columns.lowerBound) * valuesPerPixel
      result.append(contentsOf: values[start..<start + columns.count * valuesPerPixel])
    }
    return result
  }
}
