/// How often each class is in the training masks, without ignored pixels; in the order of the classes.
public struct ClassFrequencies: Equatable, Sendable {
  /// The pixels of each class.
  public private(set) var pixels: [Int]
  /// All pixels of the images in which the class is.
  public private(set) var pixelsAround: [Int]

  /// Of no image.
  public init(classes: Int) {
    pixels = Array(repeating: 0, count: classes)
    pixelsAround = pixels
  }

  /// Adds an image by its number of pixels of each class.
  public mutating func add(_ image: [Int]) {
    let all = image.reduce(0, +)
    for (index, count) in image.enumerated() where count > 0 {
      pixels[index] += count
      pixelsAround[index] += all
    }
  }

  /// The weights that balance the classes; nil for a class without a pixel.
  public func weights(_ balance: ClassWeights.Balance) -> [Double?] {
    switch balance {
    case .inverse:
      let share = Double(pixels.reduce(0, +)) / Double(pixels.count)
      return pixels.map { $0 > 0 ? share / Double($0) : nil }
    case .median:
      let frequencies = zip(pixels, pixelsAround).map { $1 > 0 ? Double($0) / Double($1) : nil }
      let middle = frequencies.compactMap(\.self).median
      return frequencies.map { frequency in frequency.map { middle / $0 } }
    }
  }
}
