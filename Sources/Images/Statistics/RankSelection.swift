import Synchronization

/// Finds the values that stand at given places in the order of all values of a channel, without sorting or copying them.
///
/// The bits of a number of single precision order as the number does, once those of negative ones are turned. A first pass over the
/// images counts how often each upper half of these bits occurs, which says in which half a place lies; a second one counts the lower
/// halves behind it.
struct RankSelection {
  /// The images, and the channels of each.
  let count, channels: Int
  let threads: Int

  /// How many halves there are.
  private static let halves = 1 << 16

  /// A channel, and an upper half of its values: nil counts upper halves, others the lower halves behind it.
  private struct Part: Hashable {
    let channel: Int
    let prefix: UInt32?
  }

  /// The values of each channel at places 0..<the number of pixels, scaled to 0...1.
  func values<Failure>(
    at ranks: [Int], of image: @Sendable (Int) throws(Failure) -> PixelImage
  ) throws(Failure) -> [[Float]] {
    let uppers = try counts((0..<channels).map { Part(channel: $0, prefix: nil) }, image)
    let places = (0..<channels).map { channel in
      ranks.map { Self.place(of: $0, in: uppers[Part(channel: channel, prefix: nil)] ?? []) }
    }
    let parts = places.indices.flatMap { channel in
      Set(places[channel].map(\.half)).sorted().map { Part(channel: channel, prefix: $0) }
    }
    let lowers = try counts(parts, image)
    return places.indices.map { channel in
      places[channel].map { half, rest in
        let lower = lowers[Part(channel: channel, prefix: half)] ?? []
        return Float(orderedBits: half << 16 | Self.place(of: rest, in: lower).half)
      }
    }
  }

  /// How often each half occurs in all images, for several parts in one pass.
  private func counts<Failure>(
    _ parts: [Part], _ image: @Sendable (Int) throws(Failure) -> PixelImage
  ) throws(Failure) -> [Part: [Int]] {
    let total = Mutex<[Part: [Int]]>([:])
    let outcomes = Parallel.map(count, threads: threads) { index in
      Result { () throws(Failure) in
        let image = try image(index)
        for part in parts {
          let counts = Self.counts(image, part.channel, behind: part.prefix)
          total.withLock { total in
            // Taken out, so that it is not copied.
            var sum = total.removeValue(forKey: part) ?? [Int](repeating: 0, count: Self.halves)
            for half in counts.indices { sum[half] += counts[half] }
            total[part] = sum
          }
        }
      }
    }
    for outcome in outcomes { try outcome.get() }
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
