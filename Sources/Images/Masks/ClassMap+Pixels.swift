public import Diagnostics

extension ClassMap {
  /// Maps each pixel of a decoded mask to its class.
  ///
  /// - Parameters:
  ///   - image: Grey, or red, green and blue.
  ///   - file: The file's name, for errors.
  /// - Throws: An error that names the first pixel that nothing covers, what is legal, and, for the usual
  ///   slips, the line to write in the config.
  public func mask(from image: PixelImage, file: String) throws(DiagnosticError) -> ClassMask {
    guard image.channels == 1 || image.channels == 3 else {
      throw FileProblem.error(file, "a mask has 1 or 3 channels, and this file has \(image.channels)")
    }
    let found: (indices: [UInt8], uncovered: Int?) =
      switch image.storage {
      case .uint8(let values): image.channels == 1 ? lookUp(values, levels: 256) : lookUp(colors: values)
      case .uint16(let values): image.channels == 1 ? lookUp(values, levels: 65536) : lookUp(colors: values)
      case .float(let values): try lookUp(wholeNumbers(values, image, file), image)
      }
    guard let uncovered = found.uncovered else {
      return ClassMask(checked: image.size, indices: found.indices)
    }
    throw UncoveredPixel(map: self, image: image, position: uncovered, file: file).error
  }

  /// Stands for "nothing covers it" in tables; an index is at most 254 or `ClassMask.ignored`.
  private static let uncovered: UInt16 = 256

  /// Looks up grey values below `levels` in a table.
  private func lookUp<Value: FixedWidthInteger>(
    _ values: [Value], levels: Int
  ) -> (indices: [UInt8], uncovered: Int?) {
    let table = (0..<levels).map { index(of: .grey($0)).map(UInt16.init) ?? Self.uncovered }
    return table.withUnsafeBufferPointer { table in
      var all: UInt16 = 0
      let indices = values.map { value in
        let index = table[Int(value)]
        all |= index
        return UInt8(truncatingIfNeeded: index)
      }
      guard all >= Self.uncovered else { return (indices, nil) }
      return (indices, values.firstIndex { table[Int($0)] == Self.uncovered })
    }
  }

  /// Looks up colours, remembering the last one since neighbours are mostly alike.
  private func lookUp<Value: FixedWidthInteger>(
    colors values: [Value]
  ) -> (indices: [UInt8], uncovered: Int?) {
    let table = colorTable
    var indices = [UInt8](repeating: 0, count: values.count / 3)
    var last: UInt64?
    var index: UInt8 = 0
    for pixel in indices.indices {
      let start = 3 * pixel
      let color = Self.packed(values[start], values[start + 1], values[start + 2])
      if color != last {
        guard let found = table[color] else { return ([], pixel) }
        (last, index) = (color, found)
      }
      indices[pixel] = index
    }
    return (indices, nil)
  }

  /// The index of each legal value as a colour in one number, which is quicker to look up.
  private var colorTable: [UInt64: UInt8] {
    let legal = values.flatMap(\.self) + background + ignore
    let entries = legal.map { value -> (UInt64, UInt8) in
      let packed =
        switch value {
        case .grey(let grey): Self.packed(grey, grey, grey)
        case .color(let red, let green, let blue): Self.packed(red, green, blue)
        }
      return (packed, index(of: value) ?? 0)
    }
    return Dictionary(entries) { first, _ in first }
  }

  private static func packed<Value: FixedWidthInteger>(_ red: Value, _ green: Value, _ blue: Value) -> UInt64
  {
    (UInt64(truncatingIfNeeded: red) << 16 | UInt64(truncatingIfNeeded: green)) << 16
      | UInt64(truncatingIfNeeded: blue)
  }

  private func lookUp(_ values: [UInt16], _ image: PixelImage) -> (indices: [UInt8], uncovered: Int?) {
    image.channels == 1 ? lookUp(values, levels: 65536) : lookUp(colors: values)
  }

  /// Float masks, and 32-bit label images, hold whole numbers or nothing that could be a class.
  private func wholeNumbers(
    _ values: [Float], _ image: PixelImage, _ file: String
  ) throws(DiagnosticError) -> [UInt16] {
    if let position = values.firstIndex(where: { UInt16(exactly: $0) == nil }) {
      let pixel = position / image.channels
      throw FileProblem.error(
        file,
        "the pixel at x \(pixel % image.width), y \(pixel / image.width) has the value \(values[position]); "
          + "a mask holds whole numbers from 0 to 65535")
    }
    return values.map { UInt16($0) }
  }
}
