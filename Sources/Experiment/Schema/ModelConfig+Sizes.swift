extension ModelConfig {
  /// The shortest side that a training sample may have: 2^(depth+1) with batch normalisation, whose deepest
  /// features then are at least 2 x 2, and 2^depth without.
  public var smallestSide: Int { Self.smallestSide(depth: depth, norm: norm) }

  /// Whether training samples of this size are large enough for the depth.
  public func fits(_ sample: PixelSize) -> Bool { sample.smallestSide >= smallestSide }

  /// The largest depth that samples of this size allow; nil if none.
  public func deepest(for sample: PixelSize) -> Int? {
    (1...7).last { sample.smallestSide >= Self.smallestSide(depth: $0, norm: norm) }
  }

  private static func smallestSide(depth: Int, norm: Norm) -> Int {
    1 << (norm == .batch ? depth + 1 : depth)
  }
}
