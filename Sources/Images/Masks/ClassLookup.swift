/// Finds the classes of pixels: of exactly the legal values, or of those that JPEG or resizing has changed a little.
struct ClassLookup {
  /// Which values mean which class.
  let map: ClassMap
  /// How far each part of a pixel's value may be from that of a legal one; the nearest is taken, by Euclidean distance for colours.
  let tolerance: Int

  /// What a table says of a value: a mask index, or one of these.
  private enum Code {
    static let nothing: UInt16 = 256
    static let tie: UInt16 = 257
  }

  /// The mask index of each pixel, and the first pixel that has none.
  typealias Outcome = (indices: [UInt8], missing: Int?)

  /// Looks up all pixels of an image of 1 or 3 channels, or 2 or 4 with transparency, whose values are whole numbers.
  func callAsFunction(_ image: PixelImage) -> Outcome {
    switch image.storage {
    case .uint8(let values): look(values, image.channels, levels: 256, opaque: 255)
    case .uint16(let values): look(values, image.channels, levels: 65536, opaque: 65535)
    case .float(let values): look(values.map { UInt16($0) }, image.channels, levels: 65536, opaque: 65535)
    }
  }

  private func look<Value: FixedWidthInteger>(
    _ values: [Value], _ channels: Int, levels: Int, opaque: Int
  ) -> Outcome {
    channels == 1
      ? look(numbers: values, table(levels: levels)) : look(colors: values, channels, opaque: opaque)
  }

  private func look<Value: FixedWidthInteger>(numbers values: [Value], _ table: [UInt16]) -> Outcome {
    table.withUnsafeBufferPointer { table in
      var all: UInt16 = 0
      let indices = values.map { value in
        let index = table[Int(value)]
        all |= index
        return UInt8(truncatingIfNeeded: index)
      }
      guard all >= Code.nothing else { return (indices, nil) }
      return (indices, values.firstIndex { table[Int($0)] >= Code.nothing })
    }
  }

  /// The code of each number below `levels`.
  private func table(levels: Int) -> [UInt16] {
    var codes = [UInt16](repeating: map.rest.map(UInt16.init) ?? Code.nothing, count: levels)
    var distances = [Int](repeating: .max, count: levels)
    for (number, index) in map.numbers.sorted(by: { $0.key < $1.key }) {
      // A file of 8 bits has no value of 16.
      let (first, end) = (max(0, number - tolerance), min(levels, number + tolerance + 1))
      for near in first..<max(first, end) {
        let distance = abs(near - number)
        if distance == distances[near], codes[near] != UInt16(index) { codes[near] = Code.tie }
        guard distance < distances[near] else { continue }
        (codes[near], distances[near]) = (UInt16(index), distance)
      }
    }
    return codes
  }

  /// Remembers the last colour, since neighbours are mostly alike, and those that had to be searched.
  private func look<Value: FixedWidthInteger>(colors values: [Value], _ channels: Int, opaque: Int) -> Outcome
  {
    var indices = [UInt8](repeating: 0, count: values.count / channels)
    var known = map.colors.mapValues(UInt16.init)
    var (last, code): (MaskColor?, UInt16) = (nil, Code.nothing)
    for pixel in indices.indices {
      let color = MaskColor(pixel: values, at: pixel * channels, channels, opaque: opaque)
      if color != last {
        if let found = known[color] {
          code = found
        } else {
          code = self.code(of: color)
          known[color] = code
        }
        last = color
      }
      guard code < Code.nothing else { return (indices, pixel) }
      indices[pixel] = UInt8(truncatingIfNeeded: code)
    }
    return (indices, nil)
  }

  private func code(of color: MaskColor) -> UInt16 {
    if map.ambiguous.contains(color) { return Code.tie }
    var (best, code) = (Int.max, map.rest.map(UInt16.init) ?? Code.nothing)
    for (legal, index) in map.colors where tolerance > 0 {
      let (distance, largest) = legal.distance(to: color)
      guard largest <= tolerance, distance <= best else { continue }
      code = distance == best && code != UInt16(index) ? Code.tie : UInt16(index)
      best = distance
    }
    return code
  }

  /// A legal value beside that of a pixel.
  struct Neighbor {
    let value: MaskValue
    let index: UInt8
    /// The squared Euclidean distance.
    let distance: Int
    /// The largest difference of a part.
    let largest: Int
  }

  /// All legal values, the nearest first.
  func nearest(to value: MaskValue, isColor: Bool) -> [Neighbor] {
    let all: [Neighbor]
    switch value {
    case .grey(let grey) where !isColor:
      all = map.numbers.map { number, index in
        let difference = abs(number - grey)
        return Neighbor(
          value: .grey(number), index: index, distance: difference * difference, largest: difference)
      }
    case .grey(let grey): all = neighbors(of: MaskColor(grey, grey, grey))
    case .color(let red, let green, let blue, let alpha):
      all = neighbors(of: MaskColor(red, green, blue, alpha: alpha ?? 255))
    case .entry, .label, .rest: all = []
    }
    return all.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
  }

  private func neighbors(of color: MaskColor) -> [Neighbor] {
    map.colors.map { legal, index in
      let (distance, largest) = legal.distance(to: color)
      return Neighbor(value: legal.value, index: index, distance: distance, largest: largest)
    }
  }
}

extension MaskColor {
  /// The colour of a pixel whose first of `channels` values is at `start`.
  ///
  /// - Parameter opaque: The value that an opaque pixel has in the last of 2 or 4 channels.
  init<Value: FixedWidthInteger>(pixel values: [Value], at start: Int, _ channels: Int, opaque: Int) {
    let last = Int(values[start + channels - 1])
    let alpha = channels % 2 == 0 ? last * 255 / opaque : 255
    if channels < 3 {
      self.init(values[start], values[start], values[start], alpha: alpha)
    } else {
      self.init(values[start], values[start + 1], values[start + 2], alpha: alpha)
    }
  }
}
