/// The channels of a block: what comes in, and what each of its convolutions gives.
struct BlockShape {
  let inputs: Int
  let convolutions: [Int]

  var outputs: Int { convolutions.last ?? inputs }
}

extension UNet.Configuration {
  /// The channels that the encoder gives at a level, 0 being full resolution.
  public func channels(at level: Int) -> Int {
    let channels = min(width << level, maxChannels ?? .max)
    return level == depth && upsampling.halvesChannels ? channels / 2 : channels
  }

  /// The convolutions of a level's blocks.
  public func convolutionCount(at level: Int) -> Int {
    convolutions[convolutions.count == 1 ? 0 : level]
  }

  /// Whether the blocks' convolutions have a bias.
  public var hasBlockBias: Bool { blockBias == .learned }

  /// What is added to the results of the blocks' convolutions.
  var blockBias: Conv2d.Bias { bias ?? (norm == .none ? .learned : .none) }

  /// The encoder's block at a level.
  func encoderBlock(at level: Int) -> BlockShape {
    let count = convolutionCount(at: level)
    return BlockShape(
      inputs: level == 0 ? inputChannels : channels(at: level - 1),
      convolutions: [Int](repeating: channels(at: level), count: count))
  }

  /// The decoder's block at a level, from the skip and what was up-sampled.
  ///
  /// Where up-sampling doesn't narrow the features, the last convolution does, for the next level.
  func decoderBlock(at level: Int) -> BlockShape {
    let channels = channels(at: level)
    return BlockShape(
      inputs: channels + upsampledChannels(to: level),
      convolutions: [Int](repeating: channels, count: convolutionCount(at: level) - 1)
        + [decoderChannels(at: level)])
  }

  /// The channels that the decoder gives at a level; at the depth, those of the deepest block.
  func decoderChannels(at level: Int) -> Int {
    let halves = upsampling.halvesChannels && (1..<depth).contains(level)
    return halves ? channels(at: level) / 2 : channels(at: level)
  }

  /// The channels from below that join a level's skip.
  func upsampledChannels(to level: Int) -> Int {
    upsampling.halvesChannels ? decoderChannels(at: level + 1) : channels(at: level)
  }

  /// The decoder's levels with logits of their own while training, from the finest on; full resolution is not among them.
  ///
  /// The lowest has none, as nnU-Net gives it the weight 0.
  var supervisedLevels: Range<Int> { 1..<(deepSupervision ? max(depth - 1, 1) : 1) }

  /// The channels of every norm.
  var blockWidths: [Int] {
    (0...depth).flatMap { encoderBlock(at: $0).convolutions }
      + (0..<depth).flatMap { decoderBlock(at: $0).convolutions }
  }
}
