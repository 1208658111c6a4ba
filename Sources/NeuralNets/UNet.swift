public import Torch

/// The U-Net (Ronneberger, Fischer and Brox 2015) as milesial/Pytorch-UNet builds it, at any depth and width and with the choices of
/// its configuration.
///
/// Weights have that project's names at depth 4 (`down1.maxpool_conv.1.double_conv.0.weight`) and the same
/// pattern at other depths, so that they load in PyTorch.
public struct UNet {
  /// The shape of this network.
  public let configuration: Configuration

  /// The weights and buffers.
  public let store: ParameterStore

  /// The blocks of the encoder, level by level.
  private let down: [ConvBlock]
  /// The levels of the decoder, the deepest first.
  private let up: [Up]
  private let output: Conv2d
  /// Logits of the decoder's coarser levels, by level.
  private let heads: [Int: Conv2d]

  /// Makes a network with new weights in `store`, which is empty.
  ///
  /// Throws `UNetError` where a number is out of range, or `TorchError`.
  public init(_ configuration: Configuration, in store: ParameterStore) throws {
    try configuration.check()
    let scope = store.scope
    let (depth, rates) = (configuration.depth, configuration.dropout)
    self.configuration = configuration
    self.store = store
    down = try (0...depth).map { level in
      let place = level == 0 ? scope / "inc" : scope / "down\(level)"
      // The deepest one's random stream has the name that it had before the others were there.
      let dropout =
        level == depth
        ? Dropout(scope / "dropout", probability: rates.bottleneck)
        : Dropout(place / "dropout", probability: rates.encoder)
      return try ConvBlock(
        level == 0 ? place : place / "maxpool_conv" / 1, configuration.encoderBlock(at: level), configuration,
        dropout: dropout)
    }
    up = try (1...depth).map { try Up(scope / "up\($0)", level: depth - $0, configuration) }
    output = try UNet.logits(scope / "outc", from: configuration.width, configuration)
    heads = try Dictionary(
      uniqueKeysWithValues: configuration.supervisedLevels.map { level in
        let channels = configuration.decoderChannels(at: level)
        return (level, try UNet.logits(scope / "outc\(level)", from: channels, configuration))
      })
  }

  private static func logits(
    _ scope: Scope, from channels: Int, _ configuration: Configuration
  ) throws(TorchError) -> Conv2d {
    try Conv2d(
      scope / "conv", from: channels, to: configuration.outputChannels, kernel: 1, bias: .learned,
      InitialWeights(configuration.initialization, for: configuration.activation))
  }

  /// Images `[N, inputChannels, H, W]` → logits `[N, outputChannels, H, W]`; any H and W from `smallestSide` on.
  ///
  /// With valid padding H and W are such that every level halves evenly, and the logits' are `margin` less at each side. Throws
  /// `UNetError` where the shape doesn't fit, or `TorchError`.
  public func callAsFunction(_ images: Tensor, _ pass: Pass) throws -> Tensor {
    try outputs(images, pass, of: [:])[0]
  }

  /// The logits at full resolution, and while training with deep supervision those of the coarser levels, each half as large as the
  /// one before: `[N, outputChannels, H >> i, W >> i]`.
  ///
  /// Throws as `callAsFunction`.
  public func outputs(_ images: Tensor, _ pass: Pass) throws -> [Tensor] {
    if case .training = pass { return try outputs(images, pass, of: heads) }
    return try outputs(images, pass, of: [:])
  }

  /// The logits of all levels that have a head, the finest first.
  private func outputs(_ images: Tensor, _ pass: Pass, of heads: [Int: Conv2d]) throws -> [Tensor] {
    try check(images.shape, pass)
    var (features, skips) = (try images.laidOut(.channelsLast), [Tensor]())
    for (level, block) in down.enumerated() {
      features = try block(level == 0 ? features : features.maxPool2d(2), pass)
      skips.append(features)
    }
    skips.removeLast()
    var logits: [Tensor] = []
    for (level, up) in zip((0..<configuration.depth).reversed(), up) {
      features = try up(features, joining: skips.removeLast(), pass)
      if let head = heads[level] { logits.append(try head(features)) }
    }
    return [try output(features)] + logits.reversed()
  }

  private func check(_ shape: [Int], _ pass: Pass) throws(UNetError) {
    guard shape.count == 4, shape[1] == configuration.inputChannels else {
      throw .inputShape(shape, channels: configuration.inputChannels)
    }
    let (height, width, depth) = (shape[2], shape[3], configuration.depth)
    let smallest = configuration.smallestSide
    guard min(height, width) >= smallest else {
      throw .tooSmall(height: height, width: width, depth: depth, smallest: smallest)
    }
    guard let rows = configuration.deepestSide(of: height), let columns = configuration.deepestSide(of: width)
    else {
      throw .unevenSize(height: height, width: width, smallest: smallest, step: configuration.step)
    }
    if case .training = pass, configuration.norm == .batch, shape[0] * rows * columns == 1 {
      throw .oneValuePerChannel(height: height, width: width, depth: depth)
    }
  }
}
