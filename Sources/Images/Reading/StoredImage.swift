import Diagnostics

/// A decoded image with all bands of its file.
struct StoredImage: Hashable {
  let pixels: PixelImage
  /// Whether the last band is transparency.
  let hasAlpha: Bool

  init(pixels: PixelImage, hasAlpha: Bool = false) {
    self.pixels = pixels
    self.hasAlpha = hasAlpha
  }

  /// The image with the chosen channels.
  func pixels(_ choice: ChannelChoice, of page: FilePage) throws(DiagnosticError) -> PixelImage {
    do {
      let bands = try choice.selection(stored: pixels.channels, hasAlpha: hasAlpha)
      let selected = pixels.selecting(bands)
      return switch choice {
      case .grey: selected.channels == 3 ? selected.grey : selected
      case .rgb: selected.channels == 1 ? selected.selecting([0, 0, 0]) : selected
      case .opaque, .stored, .bands: selected
      }
    } catch {
      throw FileProblem.error(page.description, error.problem, notes: error.notes)
    }
  }
}

extension PixelImage {
  /// The image of these channels, each from 0 to less than `channels`, in this order.
  func selecting(_ bands: [Int]) -> PixelImage {
    if bands == Array(0..<channels) { return self }
    func select<Value>(_ values: [Value]) -> [Value] {
      var result: [Value] = []
      result.reserveCapacity(size.area * bands.count)
      for start in stride(from: 0, to: values.count, by: channels) {
        for band in bands { result.append(values[start + band]) }
      }
      return result
    }
    let storage: Storage =
      switch storage {
      case .uint8(let values): .uint8(select(values))
      case .uint16(let values): .uint16(select(values))
      case .float(let values): .float(select(values))
      }
    return PixelImage(checked: size, channels: bands.count, storage: storage)
  }

  /// The brightness of red, green and blue by Pillow's weights, those of ITU-R 601-2 in 65536ths.
  ///
  /// Whole numbers are rounded as `Image.convert("L")` rounds them.
  var grey: PixelImage {
    let weights = (red: 19595, green: 38470, blue: 7471)
    func mix(_ values: [some FixedWidthInteger]) -> [Int] {
      stride(from: 0, to: values.count - 2, by: 3).map { start in
        let (red, green, blue) = (Int(values[start]), Int(values[start + 1]), Int(values[start + 2]))
        return (red * weights.red + green * weights.green + blue * weights.blue + 32768) >> 16
      }
    }
    func mix(_ values: [Float]) -> [Float] {
      stride(from: 0, to: values.count - 2, by: 3).map { start in
        let (red, green, blue) = (Double(values[start]), Double(values[start + 1]), Double(values[start + 2]))
        let sum = red * Double(weights.red) + green * Double(weights.green) + blue * Double(weights.blue)
        return Float(sum / 65536)
      }
    }
    let storage: Storage =
      switch storage {
      case .uint8(let values): .uint8(mix(values).map { UInt8($0) })
      case .uint16(let values): .uint16(mix(values).map { UInt16($0) })
      case .float(let values): .float(mix(values))
      }
    return PixelImage(checked: size, channels: 1, storage: storage)
  }
}
