extension Palette {
  /// The 21 classes of Pascal VOC 2012 in the order of their indices.
  static let pascalNames = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
    "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train",
    "tvmonitor",
  ]

  /// The classes, and void, which is the border around objects.
  static let pascalEntries =
    pascalNames.enumerated().map { Entry(name: $0.element, index: $0.offset, color: pascalColor($0.offset)) }
    + [
      Entry(name: "void", index: 255, color: pascalColor(255))
    ]

  /// The colour map of the VOC devkit: bits 0, 3, 6 of the index are the highest of red, the bits behind them those of green and blue.
  private static func pascalColor(_ index: Int) -> [UInt8] {
    (0..<3).map { channel in
      (0..<3).reduce(0) { color, digit in
        color | UInt8(index >> (3 * digit + channel) & 1) << (7 - UInt8(digit))
      }
    }
  }
}
