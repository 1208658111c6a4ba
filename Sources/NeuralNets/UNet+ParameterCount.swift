extension UNet.Configuration {
  /// The number of numbers that a network of this shape learns, known without making it.
  public var parameterCount: Int {
    let encoder = (0...depth).reduce(0) { $0 + block(encoderBlock(at: $1)) }
    let decoder = (0..<depth).reduce(0) {
      $0 + enlarging(to: $1) + gate(at: $1) + block(decoderBlock(at: $1))
    }
    let heads = supervisedLevels.reduce(0) { $0 + convolution(decoderChannels(at: $1), outputChannels) }
    return encoder + decoder + heads + convolution(width, outputChannels)
  }

  /// A convolution with a bias.
  private func convolution(_ inputs: Int, _ outputs: Int, kernel: Int = 1) -> Int {
    (inputs * kernel * kernel + 1) * outputs
  }

  /// A block's convolution with its norm, which has two numbers a channel.
  private func normed(_ inputs: Int, _ outputs: Int, kernel: Int) -> Int {
    let extra = (blockBias == .learned ? 1 : 0) + (norm == .none ? 0 : 2)
    return (inputs * kernel * kernel + extra) * outputs
  }

  private func block(_ shape: BlockShape) -> Int {
    let inputs = [shape.inputs] + shape.convolutions.dropLast()
    var count = zip(inputs, shape.convolutions).reduce(0) { $0 + normed($1.0, $1.1, kernel: kernelSize) }
    if residual && shape.inputs != shape.outputs { count += normed(shape.inputs, shape.outputs, kernel: 1) }
    if let squeezeExcitation {
      let squeezed = max(shape.outputs / squeezeExcitation, 1)
      count += convolution(shape.outputs, squeezed) + convolution(squeezed, shape.outputs)
    }
    return count
  }

  private func enlarging(to level: Int) -> Int {
    let (inputs, outputs) = (decoderChannels(at: level + 1), channels(at: level))
    return switch upsampling {
    case .transposed: inputs * outputs * 4 + outputs
    case .pixelShuffle: convolution(inputs, 4 * outputs)
    case .bilinear, .nearest: 0
    }
  }

  private func gate(at level: Int) -> Int {
    guard attentionGates else { return 0 }
    let inner = max(channels(at: level) / 2, 1)
    return channels(at: level) * inner + convolution(upsampledChannels(to: level), inner)
      + convolution(inner, 1)
  }
}
