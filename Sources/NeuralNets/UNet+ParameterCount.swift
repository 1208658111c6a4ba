extension UNet.Configuration {
  /// The number of numbers that a network of this shape learns, known without making it.
  public var parameterCount: Int {
    let halves = upsampling == .bilinear
    var count = block(inputChannels, width, width)
    for level in 1...max(depth, 1) {
      count += block(channels(at: level - 1), channels(at: level), channels(at: level))
    }
    var below = channels(at: depth)
    for level in (0..<depth).reversed() {
      let skipped = channels(at: level)
      let outputs = halves && level > 0 ? skipped / 2 : skipped
      let joined = halves ? skipped + below : 2 * skipped
      count += halves ? 0 : below * skipped * 4 + skipped
      count += block(joined, halves ? joined / 2 : skipped, outputs)
      below = outputs
    }
    return count + width * outputChannels + outputChannels
  }

  /// Two convolutions, each followed by a norm with two numbers a channel, or with a bias.
  private func block(_ inputs: Int, _ middle: Int, _ outputs: Int) -> Int {
    let extra = norm == .batch ? 2 : 1
    return inputs * middle * 9 + middle * extra + middle * outputs * 9 + outputs * extra
  }
}
