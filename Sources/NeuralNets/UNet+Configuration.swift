extension UNet {
  /// The shape of a network.
  public struct Configuration: Hashable, Sendable {
    /// Channels of an image, at least 1.
    public var inputChannels: Int
    /// Channels of the logits: the number of classes, or 1 for one class against the background.
    public var outputChannels: Int
    /// The number of down-samplings, 1...7.
    public var depth: Int
    /// Channels at full resolution, 1...512; they double at each level.
    public var width: Int
    /// The most channels of a level, at least `width` and 2; nil for no limit.
    public var maxChannels: Int?
    /// The convolutions of a block, 1...4: one number for all levels, or one for each level 0...depth.
    public var convolutions: [Int] = [2]
    /// The side of the blocks' convolutions, odd, 1...7.
    public var kernelSize = 3
    /// What a convolution sees beyond the edge.
    public var padding = Padding.same
    /// Whether the blocks' convolutions have a bias; nil: where no norm follows.
    public var bias: Conv2d.Bias?
    /// What follows each convolution.
    public var norm: Norm
    /// What follows each norm.
    public var activation = Activation.relu
    /// Whether each block adds its input to its output (He and others 2016).
    public var residual = false
    /// The factor by which squeeze-and-excitation narrows the channels, at least 1; nil for none (Hu and others 2018).
    public var squeezeExcitation: Int?
    /// Whether skip connections pass attention gates (Oktay and others 2018).
    public var attentionGates = false
    /// How a decoder's level gets twice as large.
    public var upsampling: Upsampling
    /// The shares of features that are dropped while training.
    public var dropout: DropoutRates
    /// Whether the decoder's coarser levels, but for the lowest, give logits while training.
    public var deepSupervision = false
    /// What new weights are drawn from.
    public var initialization = Initialization.pytorch

    /// A configuration; what is out of range is refused when the network is made.
    public init(
      inputChannels: Int, outputChannels: Int, depth: Int = 4, width: Int = 64, norm: Norm = .batch,
      upsampling: Upsampling = .transposed, dropout: DropoutRates = DropoutRates()
    ) {
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.depth = depth
      self.width = width
      self.norm = norm
      self.upsampling = upsampling
      self.dropout = dropout
    }
  }

  /// The shares of features that are dropped while training, by place; each 0..<1.
  public struct DropoutRates: Hashable, Sendable {
    /// After each block of the encoder but the deepest.
    public var encoder: Double
    /// After the deepest block.
    public var bottleneck: Double
    /// After each block of the decoder.
    public var decoder: Double

    /// Rates; none is dropped where nothing is said.
    public init(encoder: Double = 0, bottleneck: Double = 0, decoder: Double = 0) {
      self.encoder = encoder
      self.bottleneck = bottleneck
      self.decoder = decoder
    }
  }
}

extension UNet.Configuration {
  func check() throws(UNetError) {
    try check("inputChannels", inputChannels, 1...Int.max)
    try check("outputChannels", outputChannels, 1...Int.max)
    try check("depth", depth, 1...7)
    try check("width", width, 1...512)
    if let maxChannels { try check("maxChannels", maxChannels, max(width, 2)...Int.max) }
    for count in convolutions { try check("convolutions", count, 1...4) }
    if ![1, depth + 1].contains(convolutions.count) {
      throw .outOfRange("convolutions", "\(convolutions)", "one number, or one for each level 0...\(depth)")
    }
    if !(1...7).contains(kernelSize) || kernelSize % 2 == 0 {
      throw .outOfRange("kernelSize", "\(kernelSize)", "1, 3, 5 or 7")
    }
    if let squeezeExcitation { try check("squeezeExcitation", squeezeExcitation, 1...Int.max) }
    for rate in [dropout.encoder, dropout.bottleneck, dropout.decoder] where !(0..<1).contains(rate) {
      throw .outOfRange("dropout", "\(rate)", "0..<1")
    }
    if case .group(let groups) = norm {
      for width in blockWidths where groups < 1 || width % groups != 0 {
        throw .outOfRange("groups", "\(groups)", "a divisor of the \(width) channels of a level")
      }
    }
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(UNetError) {
    guard !range.contains(value) else { return }
    let isOpen = range.upperBound == .max
    throw .outOfRange(name, "\(value)", isOpen ? "at least \(range.lowerBound)" : "\(range)")
  }
}
