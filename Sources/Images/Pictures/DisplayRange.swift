/// Which values of an image a person sees as black and as white.
public struct DisplayRange: Sendable {
  /// The values, scaled to 0...1 as `PixelImage.Storage.unitScale` says.
  private let low, high: Double

  /// The whole range of 8-bit images; otherwise from the first to the 99th percentile of the image's values.
  public init(of image: PixelImage) {
    if case .uint8 = image.storage {
      (low, high) = (0, 1)
      return
    }
    let channels = Intensities.channels(of: image)
    let scale = image.storage.unitScale
    let dark = (channels.map { $0.quantile(0.01) }.min() ?? 0) * scale
    let bright = (channels.map { $0.quantile(0.99) }.max() ?? 1) * scale
    (low, high) = (dark, bright > dark ? bright : dark + 1)
  }

  /// The image in 8 bits, grey or in three colours.
  ///
  /// Two channels are shown as magenta and green, of more than three the first three.
  func shown(_ image: PixelImage) -> PixelImage {
    let bytes = bytes(image.storage)
    let channels = image.channels
    let order: [Int] =
      switch channels {
      case 1: [0]
      case 2: [0, 1, 0]
      default: [0, 1, 2]
      }
    if order.count == channels {
      return PixelImage(checked: image.size, channels: channels, storage: .uint8(bytes))
    }
    var shown: [UInt8] = []
    shown.reserveCapacity(3 * image.size.area)
    for pixel in stride(from: 0, to: bytes.count, by: channels) {
      for channel in order { shown.append(bytes[pixel + channel]) }
    }
    return PixelImage(checked: image.size, channels: 3, storage: .uint8(shown))
  }

  private func bytes(_ storage: PixelImage.Storage) -> [UInt8] {
    let (low, factor) = (low, 255 / (high - low))
    func byte(_ value: Double) -> UInt8 {
      let level = (value - low) * factor
      return level.isFinite ? UInt8(max(0, min(255, level.rounded()))) : 0
    }
    let scale = storage.unitScale
    switch storage {
    case .uint8(let values) where low == 0 && high == 1: return values
    case .uint8(let values): return values.map { byte(Double($0) * scale) }
    case .uint16(let values): return values.map { byte(Double($0) * scale) }
    case .float(let values): return values.map { byte(Double($0)) }
    }
  }
}
