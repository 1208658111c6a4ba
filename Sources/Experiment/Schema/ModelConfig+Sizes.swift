extension ModelConfig {
  /// The shortest side that a training sample may have: 2^(depth+1) where a norm looks at the pixels of one
  /// channel, whose deepest features then are at least 2 x 2, and 2^depth elsewhere; more with valid padding.
  public var smallestSide: Int { sides.smallest }

  /// Whether training samples of this size suit the depth.
  public func fits(_ sample: PixelSize) -> Bool {
    sides.contain(sample.height) && sides.contain(sample.width)
  }

  /// The largest depth that samples of this size allow; nil if none.
  public func deepest(for sample: PixelSize) -> Int? {
    (1...7).last { depth in
      let sides = sides(depth: depth)
      return sides.contain(sample.height) && sides.contain(sample.width)
    }
  }

  /// What to do about a size that doesn't suit valid padding.
  public func validSizeNotes(_ sample: PixelSize) -> [String] {
    let sizes = nearest(to: sample).map(\.description).joined(separator: " and ")
    return [
      "a side must be \(sides.smallest) pixels, or a multiple of \(sides.step) more, so that each level halves evenly",
      "the nearest that do: \(sizes)",
    ]
  }

  /// The sizes next to one that doesn't suit valid padding that do: smaller, if there is one, and larger.
  private func nearest(to sample: PixelSize) -> [PixelSize] {
    let larger = PixelSize(height: sides.atLeast(sample.height), width: sides.atLeast(sample.width))
    guard let height = sides.atMost(sample.height), let width = sides.atMost(sample.width) else {
      return [larger]
    }
    return [PixelSize(height: height, width: width), larger]
  }

  /// The sides that samples may have.
  private var sides: Sides { sides(depth: depth) }

  private func sides(depth: Int) -> Sides {
    Sides(
      cuts: (0...depth).map { level in
        let count = convolutions[min(level, convolutions.count - 1)]
        return padding == .valid ? count * (kernelSize - 1) : 0
      }, isExact: padding == .valid, leastFeatures: looksAtPixels(depth: depth) ? 2 : 1)
  }

  /// Whether the norm takes the variance of the pixels of one channel, of which there must then be two.
  private func looksAtPixels(depth: Int) -> Bool {
    switch norm {
    case .batch, .instance: return true
    case .layer, .none: return false
    case .group(let groups):
      let halves = upsampling == .bilinear || upsampling == .nearest
      return groups == min(width << depth, maxChannels ?? .max) / (halves ? 2 : 1)
    }
  }
}

/// The sides of images that a network takes.
///
/// With b rows of features under the deepest block, the input has 2^depth · b + `offset` rows, where the levels'
/// cuts add up from below, and the logits 2^depth · b − `loss`.
private struct Sides {
  let step: Int
  let offset: Int
  let smallest: Int
  let isExact: Bool

  /// - Parameter cuts: the rows that the convolutions of each level take off.
  init(cuts: [Int], isExact: Bool, leastFeatures: Int) {
    let depth = cuts.count - 1
    step = 1 << depth
    offset = cuts.reversed().dropFirst().reduce(cuts[depth]) { 2 * $0 + $1 }
    let loss = (0..<depth).reduce(0) { $0 + cuts[$1] << $1 }
    smallest = max(leastFeatures, loss / step + 1) * step + offset
    self.isExact = isExact
  }

  func contain(_ side: Int) -> Bool { side >= smallest && (!isExact || (side - offset) % step == 0) }

  func atLeast(_ side: Int) -> Int {
    side <= smallest ? smallest : smallest + (side - smallest + step - 1) / step * step
  }

  func atMost(_ side: Int) -> Int? {
    side < smallest ? nil : smallest + (side - smallest) / step * step
  }
}
