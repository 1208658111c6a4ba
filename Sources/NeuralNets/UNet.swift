public import Torch

/// The U-Net (Ronneberger, Fischer and Brox 2015) as milesial/Pytorch-UNet builds it, at any depth and width.
///
/// Weights have that project's names at depth 4 (`down1.maxpool_conv.1.double_conv.0.weight`) and the same
/// pattern at other depths, so that they load in PyTorch.
public struct UNet {
  /// The shape of this network.
  public let configuration: Configuration

  /// The weights and buffers.
  public let store: ParameterStore

  private let input: DoubleConv
  private let down: [DoubleConv]
  private let dropout: Dropout
  private let up: [Up]
  private let output: Conv2d

  /// Makes a network with new weights in `store`, which is empty.
  ///
  /// Throws `UNetError` where a number is out of range, or `TorchError`.
  public init(_ configuration: Configuration, in store: ParameterStore) throws {
    try configuration.check()
    let scope = store.scope
    let (depth, norm) = (configuration.depth, configuration.norm)
    self.configuration = configuration
    self.store = store
    input = try DoubleConv(
      scope / "inc", from: configuration.inputChannels, to: configuration.width, norm: norm)
    down = try (1...depth).map { level in
      try DoubleConv(
        scope / "down\(level)" / "maxpool_conv" / 1, from: configuration.channels(at: level - 1),
        to: configuration.channels(at: level), norm: norm)
    }
    dropout = Dropout(scope / "dropout", probability: configuration.dropout)
    up = try (1...depth).map { try UNet.up($0, scope, configuration) }
    output = try Conv2d(
      scope / "outc" / "conv", from: configuration.width, to: configuration.outputChannels, kernel: 1,
      bias: .learned)
  }

  /// The decoder's level `number`, 1 being the deepest.
  private static func up(
    _ number: Int, _ scope: Scope, _ configuration: Configuration
  ) throws(TorchError) -> Up {
    let level = configuration.depth - number
    let inputs = number == 1 ? configuration.channels(at: level + 1) : outputs(at: level + 1, configuration)
    return try Up(
      scope / "up\(number)", from: inputs, skipped: configuration.channels(at: level),
      to: outputs(at: level, configuration), configuration)
  }

  /// The channels that the decoder gives at a level; with bilinear up-sampling halved for the next, which joins its skip.
  private static func outputs(at level: Int, _ configuration: Configuration) -> Int {
    let halves = configuration.upsampling == .bilinear && level > 0
    return halves ? configuration.channels(at: level) / 2 : configuration.channels(at: level)
  }

  /// Images `[N, inputChannels, H, W]` → logits `[N, outputChannels, H, W]`; any H and W from `smallestSide` on.
  ///
  /// Throws `UNetError` where the shape doesn't fit, or `TorchError`.
  public func callAsFunction(_ images: Tensor, _ pass: Pass) throws -> Tensor {
    try check(images.shape, pass)
    var skips = [try input(images.laidOut(.channelsLast), pass)]
    for level in down {
      let above = skips[skips.count - 1]
      skips.append(try level(above.maxPool2d(2), pass))
    }
    var features = try dropout(skips.removeLast(), pass)
    for (level, skip) in zip(up, skips.reversed()) {
      features = try level(features, joining: skip, pass)
    }
    return try output(features)
  }

  private func check(_ shape: [Int], _ pass: Pass) throws(UNetError) {
    guard shape.count == 4, shape[1] == configuration.inputChannels else {
      throw .inputShape(shape, channels: configuration.inputChannels)
    }
    let (height, width, depth) = (shape[2], shape[3], configuration.depth)
    guard height >> depth >= 1, width >> depth >= 1 else {
      throw .tooSmall(height: height, width: width, depth: depth)
    }
    if case .training = pass, configuration.norm == .batch,
      shape[0] * (height >> depth) * (width >> depth) == 1
    {
      throw .oneValuePerChannel(height: height, width: width, depth: depth)
    }
  }
}
