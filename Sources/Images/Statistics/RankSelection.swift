import Synchronization

/// Finds the values that stand at given places in the order of all values of a channel, without sorting or copying them.
///
/// The bits of a number of single precision order as the number does, once those of negative ones are turned. A first pass counts how
/// often each upper half of these bits occurs, which says in which half a place lies; a second one counts the lower halves behind it.
struct RankSelection {
  let images: [PixelImage]
  let channel: Int
  let threads: Int

  /// How many halves there are.
  private static let halves = 1 << 16

  /// The values at places 0..<the number of pixels, scaled to 0...1.
  func values(at ranks: [Int]) -> [Float] {
    let upper = counts(behind: nil)
    var lower: [UInt32: [Int]] = [:]
    return ranks.map { rank in
      let (half, rest) = Self.place(of: rank, in: upper)
      let counts = lower[half] ?? counts(behind: half)
      lower[half] = counts
      return Float(orderedBits: half << 16 | Self.place(of: rest, in: counts).half)
    }
  }

  /// How often each lower half occurs behind an upper one, or each upper half where `prefix` is nil, in all images.
  private func counts(behind prefix: UInt32?) -> [Int] {
    let total = Mutex([Int](repeating: 0, count: Self.halves))
    _ = Parallel.map(images.count, threads: threads) { index in
      let counts = Self.counts(images[index], channel, behind: prefix)
      total.withLock { total in
        for half in counts.indices { total[half] += counts[half] }
      }
    }
    return total.withLock(\.self)
  }

  private static func counts(_ image: PixelImage, _ channel: Int, behind prefix: UInt32?) -> [Int] {
    var counts = [Int](repeating: 0, count: halves)
    func add(_ value: Float, times: Int) {
      let bits = value.orderedBits
      guard let prefix else {
        counts[Int(bits >> 16)] += times
        return
      }
      if bits >> 16 == prefix { counts[Int(bits & 0xFFFF)] += times }
    }
    // Whole numbers are few: each is placed once, however many pixels have it.
    func addWhole<Value: FixedWidthInteger>(_ values: [Value]) {
      var frequencies = [Int](repeating: 0, count: Int(Value.max) + 1)
      for index in stride(from: channel, to: values.count, by: image.channels) {
        frequencies[Int(values[index])] += 1
      }
      for (value, times) in frequencies.enumerated() where times > 0 {
        add(Float(value) / Float(Value.max), times: times)
      }
    }
    switch image.storage {
    case .uint8(let values): addWhole(values)
    case .uint16(let values): addWhole(values)
    case .float(let values):
      for index in stride(from: channel, to: values.count, by: image.channels) {
        add(values[index], times: 1)
      }
    }
    return counts
  }

  /// The half in which a place lies, and its place there.
  private static func place(of rank: Int, in counts: [Int]) -> (half: UInt32, rank: Int) {
    var rest = rank
    for (half, count) in counts.enumerated() {
      if rest < count { return (UInt32(half), rest) }
      rest -= count
    }
    return (UInt32(counts.count - 1), 0)
  }
}

extension Float {
  /// A number that orders as this one does, NaN aside.
  fileprivate var orderedBits: UInt32 {
    bitPattern >> 31 == 1 ? ~bitPattern : bitPattern | 1 << 31
  }

  fileprivate init(orderedBits bits: UInt32) {
    self.init(bitPattern: bits >> 31 == 1 ? bits & ~(1 << 31) : ~bits)
  }
}
