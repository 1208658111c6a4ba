import Config

extension ModelConfig {
  /// What several keys have to do with each other; sizes are checked with the data.
  func check(_ keys: KeyReader) {
    keys.check(
      "kernel_size", that: kernelSize % 2 == 1,
      else: "'kernel_size' must be odd, so that it has a middle, not \(kernelSize)")
    keys.check(
      "convolutions", "depth", that: convolutions.count == 1 || convolutions.count == depth + 1,
      else: "'convolutions' must be one number, or one for each level from 0 to \(depth): \(depth + 1), "
        + "not \(convolutions.count)")
    keys.check(
      "max_channels", "width", that: maxChannels.map { $0 >= width } ?? true,
      else: "'max_channels' must be at least 'width', which is \(width)")
    keys.check(
      "deep_supervision", "depth", that: !deepSupervision || depth >= 3,
      else: "'deep_supervision' needs a depth of at least 3, not \(depth)",
      notes: ["its lowest level counts nothing, so that there is no level between"])
    checkNorm(keys)
  }

  private func checkNorm(_ keys: KeyReader) {
    let widths = Set(blockWidths).sorted()
    let list = widths.map(String.init).joined(separator: ", ")
    if case .group(let groups) = norm {
      let unfit = widths.first { $0 % groups != 0 }
      keys.check(
        "norm.groups", "depth", "width", "max_channels", "upsampling", that: unfit == nil,
        else: "'groups' must divide the channels of every level, and \(groups) does not divide \(unfit ?? 0)",
        notes: [
          "the channels are \(list)",
          "\(Self.commonDivisor(of: widths)) and its divisors divide all of them",
        ])
    }
    keys.check(
      "norm", "depth", "width", "max_channels", "upsampling", that: norm != .layer || widths[0] > 1,
      else: "'norm: layer' needs at least 2 channels, or it leaves nothing of the features",
      notes: ["the channels are \(list)"])
  }

  /// The channels of the blocks' convolutions: each level's, and those that the decoder halves before
  /// up-sampling without weights.
  private var blockWidths: [Int] {
    let levels = (0...depth).map { min(width << $0, maxChannels ?? .max) }
    guard upsampling == .bilinear || upsampling == .nearest else { return levels }
    return levels.dropLast() + levels.dropFirst().map { $0 / 2 }
  }

  private static func commonDivisor(of numbers: [Int]) -> Int {
    numbers.reduce(0) { a, b in
      var (a, b) = (a, b)
      while b != 0 { (a, b) = (b, a % b) }
      return a
    }
  }
}
