/// A picture of a file with a palette: for each pixel the number of a colour, and the colours.
public struct IndexedImage: Hashable, Sendable {
  /// A colour of a palette, each part from 0 to 255.
  public struct Color: Hashable, Sendable {
    /// How much red.
    public let red: UInt8
    /// How much green.
    public let green: UInt8
    /// How much blue.
    public let blue: UInt8
    /// 255 where nothing shines through, 0 where nothing of the colour is seen.
    public let alpha: UInt8

    /// Makes a colour.
    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
      self.red = red
      self.green = green
      self.blue = blue
      self.alpha = alpha
    }
  }

  /// The index of each pixel: one channel of 8 bits, or of 16 where the palette is larger.
  public let indices: PixelImage
  /// The palette.
  ///
  /// Several entries may be of one colour. An index behind its end stands for opaque black.
  public let colors: [Color]
}

extension IndexedImage {
  /// The picture in colours: four channels where an entry of the palette is transparent, else three.
  var expanded: StoredImage {
    let hasAlpha = colors.contains { $0.alpha < 255 }
    let table = colors.map { color in
      [color.red, color.green, color.blue] + (hasAlpha ? [color.alpha] : [])
    }
    let black: [UInt8] = hasAlpha ? [0, 0, 0, 255] : [0, 0, 0]
    func values(_ indices: [some BinaryInteger]) -> [UInt8] {
      var values: [UInt8] = []
      values.reserveCapacity(indices.count * black.count)
      for index in indices { values += Int(index) < table.count ? table[Int(index)] : black }
      return values
    }
    let storage: PixelImage.Storage =
      switch indices.storage {
      case .uint8(let indices): .uint8(values(indices))
      case .uint16(let indices): .uint8(values(indices))
      case .float(let indices): .uint8(values(indices.map { UInt16($0) }))
      }
    let pixels = PixelImage(checked: indices.size, channels: black.count, storage: storage)
    return StoredImage(pixels: pixels, hasAlpha: hasAlpha)
  }
}
