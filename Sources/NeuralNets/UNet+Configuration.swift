extension UNet {
  /// How a decoder's level gets twice as large.
  public enum Upsampling: String, Hashable, Sendable, CaseIterable {
    /// A learned transposed convolution.
    case transposed
    /// Bilinear interpolation, with half the channels at the deepest level.
    case bilinear
  }

  /// What follows each convolution.
  public enum Norm: String, Hashable, Sendable, CaseIterable {
    /// Batch normalisation; the convolution has no bias.
    case batch
    /// Nothing; the convolution has a bias.
    case none
  }

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
    /// What follows each convolution.
    public var norm: Norm
    /// How a decoder's level gets twice as large.
    public var upsampling: Upsampling
    /// The share of the deepest features that are dropped while training, 0..<1.
    public var dropout: Double

    /// A configuration; what is out of range is refused when the network is made.
    public init(
      inputChannels: Int, outputChannels: Int, depth: Int = 4, width: Int = 64, norm: Norm = .batch,
      upsampling: Upsampling = .transposed, dropout: Double = 0
    ) {
      self.inputChannels = inputChannels
      self.outputChannels = outputChannels
      self.depth = depth
      self.width = width
      self.norm = norm
      self.upsampling = upsampling
      self.dropout = dropout
    }

    /// The least height and width of an image: one pixel at the deepest level.
    public var smallestSide: Int { 1 << depth }

    /// The channels at a level, 0 being full resolution.
    public func channels(at level: Int) -> Int {
      let channels = width << level
      return level == depth && upsampling == .bilinear ? channels / 2 : channels
    }

    func check() throws(UNetError) {
      if inputChannels < 1 { throw .outOfRange("inputChannels", "\(inputChannels)", "at least 1") }
      if outputChannels < 1 { throw .outOfRange("outputChannels", "\(outputChannels)", "at least 1") }
      if !(1...7).contains(depth) { throw .outOfRange("depth", "\(depth)", "1...7") }
      if !(1...512).contains(width) { throw .outOfRange("width", "\(width)", "1...512") }
      if !(0..<1).contains(dropout) { throw .outOfRange("dropout", "\(dropout)", "0..<1") }
    }
  }
}
