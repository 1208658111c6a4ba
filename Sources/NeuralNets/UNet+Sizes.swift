// With b rows of features under the deepest block, an image of 2^depth · b + offset rows gives logits of 2^depth · b − loss
// rows, where the rows that the blocks of a level take off add up along the way. With same padding both are 0.

extension UNet.Configuration {
  /// The least height and width of an image.
  public var smallestSide: Int { step * leastFeatures + offset }

  /// The rows and columns that the logits lack at each side of the image; 0 with same padding.
  public var margin: Int { (offset + loss) / 2 }

  /// The side to which an image is to be padded so that the logits, without the margins, cover `side` pixels and every level
  /// halves evenly.
  public func paddedSide(covering side: Int) -> Int {
    step * max(leastFeatures, (side + loss + step - 1) / step) + offset
  }

  /// The side of the features that the encoder gives at a level, 0 being full resolution, for an image of this side.
  public func side(at level: Int, of side: Int) -> Int {
    (0...level).reduce(side) { ($1 == 0 ? $0 : $0 / 2) - cut(at: $1) }
  }

  /// The rows under the deepest block for an image of so many; nil if there are none, or if a level would lose a row to halving
  /// with valid padding, which has to stay centred.
  func deepestSide(of side: Int) -> Int? {
    guard side >= smallestSide, padding == .same || (side - offset) % step == 0 else { return nil }
    return (side - offset) / step
  }

  /// What the sides of images differ by that halve evenly at every level.
  var step: Int { 1 << depth }

  /// The rows that a block of a level takes off.
  private func cut(at level: Int) -> Int {
    padding == .valid ? convolutionCount(at: level) * (kernelSize - 1) : 0
  }

  private var offset: Int { (0...depth).reversed().reduce(0) { ($1 == depth ? 0 : 2 * $0) + cut(at: $1) } }

  private var loss: Int { (0..<depth).reduce(0) { $0 + cut(at: $1) << $1 } }

  /// The fewest rows under the deepest block: those that leave the logits one, and two where each image's norm takes the variance
  /// of one channel's pixels.
  private var leastFeatures: Int { max(normsPixelsAlone ? 2 : 1, loss / step + 1) }

  /// Whether a norm takes the variance of the pixels of one channel of one image, as PyTorch refuses for a single pixel.
  var normsPixelsAlone: Bool {
    switch norm {
    case .instance: true
    case .group(let groups): groups == channels(at: depth)
    case .batch, .layer, .none: false
    }
  }
}
