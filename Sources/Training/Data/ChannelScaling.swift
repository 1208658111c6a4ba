import Torch

/// What brings the values of one image to the range in which its network learns, channel by channel, from values scaled to 0...1.
struct ChannelScaling: Equatable, Sendable {
  /// What is subtracted.
  private let offset: [Float]
  /// What the rest is divided by, never 0.
  private let scale: [Float]
  /// The largest value, above which all are clipped to it, as those below the offset to that; nil where nothing is clipped.
  private let ceiling: [Float]?

  /// Less the mean, over the deviation.
  ///
  /// A channel without any contrast, or with less than single precision tells from none, carries nothing: dividing by its deviation
  /// would make huge numbers of what augmentation does to it.
  init(mean: [Double], std: [Double]) {
    offset = mean.map(Float.init)
    scale = zip(mean, std).map { mean, std in
      let least = max(abs(mean) * Double(Float.ulpOfOne), Double(Float.leastNormalMagnitude))
      return std > least ? Float(std) : 1
    }
    ceiling = nil
  }

  /// Clipped to low...high, which become 0 and 1; all 0 where they are the same.
  init(low: [Double], high: [Double]) {
    let (low, high) = (low.map(Float.init), high.map(Float.init))
    offset = low
    scale = zip(low, high).map { $1 > $0 ? $1 - $0 : 1 }
    ceiling = high
  }

  /// Leaves values as they are.
  static func none(channels: Int) -> ChannelScaling {
    ChannelScaling(
      mean: Array(repeating: 0, count: channels), std: Array(repeating: 1, count: channels))
  }

  /// What becomes 0: `[1, C, 1, 1]`.
  func zero(on device: Device) throws -> Tensor { try constants(offset, on: device) }

  /// The difference that becomes 1: `[1, C, 1, 1]`.
  func unit(on device: Device) throws -> Tensor { try constants(scale, on: device) }

  private func constants(_ values: [Float], on device: Device) throws -> Tensor {
    try Tensor(values, shape: [1, values.count, 1, 1], on: device)
  }

  /// Applies to each image its own, which on the CPU overwrites the images.
  ///
  /// - Parameters:
  ///   - scalings: one an image.
  ///   - images: `[N, C, H, W]` of float32, scaled to 0...1.
  static func apply(_ scalings: [ChannelScaling], to images: Tensor) throws -> Tensor {
    func constants(_ values: [[Float]]) throws -> Tensor {
      // What all images share is broadcast.
      let shared = values.allSatisfy { $0 == values.first } ? 1 : values.count
      return try Tensor(
        values.prefix(shared).flatMap(\.self), shape: [shared, images.shape[1]], on: images.device)
    }
    let (offset, scale) = try (constants(scalings.map(\.offset)), constants(scalings.map(\.scale)))
    let ceilings = scalings.compactMap(\.ceiling)
    let ceiling = try ceilings.isEmpty ? nil : constants(ceilings)
    if images.device == .cpu {
      try images.normalizeInPlace(offsets: offset, divisors: scale, ceilings: ceiling)
      return images
    }
    func each(_ constants: Tensor) throws -> Tensor { try constants.unsqueezed(2).unsqueezed(3) }
    let kept = try ceiling.map { try images.minimum(each($0)).maximum(each(offset)) } ?? images
    return try (kept - each(offset)) / each(scale)
  }
}
