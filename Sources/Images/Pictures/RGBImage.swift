/// An 8-bit colour picture in the making.
struct RGBImage {
  let size: ImageSize
  /// [H, W, 3], values 0...255.
  private(set) var values: [UInt8]

  /// A picture of any image: three channels are colours, fewer are grey.
  init(_ image: PixelImage) {
    size = image.size
    let bytes = Self.bytes(image.storage)
    let channels = image.channels
    let (green, blue) = channels >= 3 ? (1, 2) : (0, 0)
    var values: [UInt8] = []
    values.reserveCapacity(3 * image.size.area)
    for pixel in stride(from: 0, to: image.size.area * channels, by: channels) {
      values.append(bytes[pixel])
      values.append(bytes[pixel + green])
      values.append(bytes[pixel + blue])
    }
    self.values = values
  }

  private init(size: ImageSize, values: [UInt8]) {
    self.size = size
    self.values = values
  }

  /// A picture of one colour.
  init(size: ImageSize, color: [UInt8]) {
    self.size = size
    let row = Array(repeatElement(color, count: size.width).joined())
    var values: [UInt8] = []
    values.reserveCapacity(3 * size.area)
    for _ in 0..<size.height { values += row }
    self.values = values
  }

  var pixelImage: PixelImage { PixelImage(checked: size, channels: 3, storage: .uint8(values)) }

  /// The picture in grey and somewhat darker, so that colours stand out on it.
  var darkened: RGBImage {
    var result = self
    for start in stride(from: 0, to: values.count, by: 3) {
      let luma =
        0.299 * Double(values[start]) + 0.587 * Double(values[start + 1]) + 0.114 * Double(values[start + 2])
      for channel in 0..<3 { result.values[start + channel] = UInt8(luma * 0.7) }
    }
    return result
  }

  /// The picture with each class in its colour, and a line where classes meet.
  func tinted(_ mask: ClassMask, _ colors: SampleColors) -> RGBImage {
    var result = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let pixel = y * size.width + x
        let index = mask.indices[pixel]
        if index == ClassMask.ignored {
          result.blend(Self.ignoredColor, (x + y) % 6 < 2 ? Self.hatched.0 : Self.hatched.1, at: pixel)
        } else if Int(index) < colors.colors.count, let color = colors.colors[Int(index)] {
          result.blend(color, mask.isEdge(x, y) ? Self.tints.0 : Self.tints.1, at: pixel)
        }
      }
    }
    return result
  }

  private static let ignoredColor: [UInt8] = [150, 150, 150]
  /// How much of its colour a class has where it meets another and within, and what is ignored on and between its lines.
  private static let tints = (0.85, 0.5), hatched = (0.6, 0.25)

  /// The classes alone that `tinted` drew over this picture, each in its colour, on black.
  func untinted(_ tinted: RGBImage, _ colors: SampleColors) -> RGBImage {
    let classes = colors.colors.compactMap(\.self).map { (color: $0, tints: [Self.tints.0, Self.tints.1]) }
    let all = classes + [(color: Self.ignoredColor, tints: [Self.hatched.0, Self.hatched.1])]
    var result = [UInt8](repeating: 0, count: values.count)
    // A picture has few pairs of a grey and a colour over it, and neighbours often have the same.
    var known: [UInt32: [UInt8]] = [:]
    var (last, color): (UInt32?, [UInt8]) = (nil, [0, 0, 0])
    for start in stride(from: 0, to: values.count, by: 3) {
      let under = values[start]
      let (red, green, blue) = (tinted.values[start], tinted.values[start + 1], tinted.values[start + 2])
      let pair = UInt32(under) << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
      if pair != last {
        let over = [red, green, blue]
        color =
          known[pair]
          ?? all.first { one in
            one.tints.contains { tint in one.color.map { Self.blended(under, $0, tint) } == over }
          }?.color ?? [0, 0, 0]
        known[pair] = color
        last = pair
      }
      for channel in 0..<3 { result[start + channel] = color[channel] }
    }
    return RGBImage(size: size, values: result)
  }

  /// The pictures that were put side by side.
  func parts(_ count: Int, gutter: Int) -> [RGBImage]? {
    let width = size.width - gutter * (count - 1)
    guard width >= count, width % count == 0 else { return nil }
    let part = ImageSize(width: width / count, height: size.height)
    return (0..<count).map { number in
      let left = number * (part.width + gutter)
      let rows = (0..<size.height).map { y in
        values[3 * (y * size.width + left)..<3 * (y * size.width + left + part.width)]
      }
      return RGBImage(size: part, values: Array(rows.joined()))
    }
  }

  /// The picture in at most that width, each pixel that of the one under its centre.
  func shrunk(toWidth limit: Int) -> RGBImage {
    guard size.width > limit else { return self }
    let target = ImageSize(width: limit, height: max(1, size.height * limit / size.width))
    var result: [UInt8] = []
    for y in 0..<target.height {
      let row = (2 * y + 1) * size.height / (2 * target.height) * size.width
      for x in 0..<target.width {
        let start = 3 * (row + (2 * x + 1) * size.width / (2 * target.width))
        result += values[start..<start + 3]
      }
    }
    return RGBImage(size: target, values: result)
  }

  /// The picture with a line of the class's colour where classes meet; ignored pixels are hatched.
  func outlined(_ mask: ClassMask, _ colors: SampleColors) -> RGBImage {
    var result = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let pixel = y * size.width + x
        let index = mask.indices[pixel]
        if index == ClassMask.ignored {
          if (x + y) % 6 < 2 { result.blend([150, 150, 150], 0.6, at: pixel) }
        } else if mask.isEdge(x, y) {
          let color = Int(index) < colors.colors.count ? colors.colors[Int(index)] : nil
          result.blend(color ?? [255, 255, 255], 0.9, at: pixel)
        }
      }
    }
    return result
  }

  /// Draws another picture with its first pixel at a place; what is outside is left out.
  mutating func paste(_ picture: RGBImage, x: Int, y: Int) {
    for row in 0..<picture.size.height where (0..<size.height).contains(y + row) {
      let columns = max(0, -x)..<min(picture.size.width, size.width - x)
      let source = 3 * (row * picture.size.width + columns.lowerBound)
      let target = 3 * ((y + row) * size.width + x + columns.lowerBound)
      values.replaceSubrange(
        target..<target + 3 * columns.count, with: picture.values[source..<source + 3 * columns.count])
    }
  }

  /// Writes a line of text whose first letter's corner is at a place; what is outside is left out.
  mutating func write(_ text: String, x: Int, y: Int, scale: Int, color: [UInt8]) {
    for (number, letter) in BitmapFont.rows(of: text).enumerated() {
      for row in 0..<BitmapFont.height * scale {
        for column in 0..<5 * scale where letter[row / scale] >> (4 - column / scale) & 1 == 1 {
          let place = (x: x + number * BitmapFont.advance * scale + column, y: y + row)
          guard (0..<size.width).contains(place.x), (0..<size.height).contains(place.y) else { continue }
          blend(color, 1, at: place.y * size.width + place.x)
        }
      }
    }
  }

  /// The picture with each pixel as a square of `factor` by `factor`.
  func enlarged(by factor: Int) -> RGBImage {
    if factor == 1 { return self }
    var enlarged: [UInt8] = []
    enlarged.reserveCapacity(values.count * factor * factor)
    var line = [UInt8](repeating: 0, count: 3 * size.width * factor)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let start = 3 * (y * size.width + x)
        for place in stride(from: 3 * x * factor, to: 3 * (x + 1) * factor, by: 3) {
          for channel in 0..<3 { line[place + channel] = values[start + channel] }
        }
      }
      for _ in 0..<factor { enlarged += line }
    }
    return RGBImage(
      size: ImageSize(width: size.width * factor, height: size.height * factor), values: enlarged)
  }

  /// Pictures of one height, side by side on white.
  static func row(_ pictures: [RGBImage], gutter: Int) -> RGBImage {
    let height = pictures.map(\.size.height).max() ?? 0
    let white = [UInt8](repeating: 255, count: 3 * gutter)
    var values: [UInt8] = []
    for y in 0..<height {
      for (number, picture) in pictures.enumerated() {
        if number > 0 { values += white }
        let width = 3 * picture.size.width
        values += picture.values[(y * width)..<((y + 1) * width)]
      }
    }
    let width = pictures.reduce(gutter * (pictures.count - 1)) { $0 + $1.size.width }
    return RGBImage(size: ImageSize(width: width, height: height), values: values)
  }

  private mutating func blend(_ color: [UInt8], _ amount: Double, at pixel: Int) {
    for channel in 0..<3 {
      values[3 * pixel + channel] = Self.blended(values[3 * pixel + channel], color[channel], amount)
    }
  }

  /// A value with so much of another over it.
  private static func blended(_ old: UInt8, _ new: UInt8, _ amount: Double) -> UInt8 {
    UInt8((Double(old) + (Double(new) - Double(old)) * amount).rounded())
  }

  /// 8-bit values as they are; others from their least to their greatest.
  private static func bytes(_ storage: PixelImage.Storage) -> [UInt8] {
    switch storage {
    case .uint8(let values): values
    case .uint16(let values): stretched(values.map(Float.init))
    case .float(let values): stretched(values)
    }
  }

  private static func stretched(_ values: [Float]) -> [UInt8] {
    let finite = values.lazy.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), high > low else {
      return [UInt8](repeating: 0, count: values.count)
    }
    return values.map {
      $0.isFinite ? UInt8(((min(max($0, low), high) - low) / (high - low) * 255).rounded()) : 0
    }
  }
}

extension ClassMask {
  /// Whether the pixel's right or lower neighbour is of another class, so that a line is one pixel wide.
  fileprivate func isEdge(_ x: Int, _ y: Int) -> Bool {
    let index = indices[y * width + x]
    return (x + 1 < width && indices[y * width + x + 1] != index)
      || (y + 1 < height && indices[(y + 1) * width + x] != index)
  }
}
