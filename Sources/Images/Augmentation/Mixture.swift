/// How the samples of one batch are mixed with each other, with the drawn numbers, as a device does it.
public enum Mixture: Hashable, Sendable {
  /// Each image is `share` of itself and the rest of its partner, and so is what is learnt of it; `share` is in 0...1.
  case mixup(partners: [Int], share: Double)
  /// Each sample has a rectangle of its partner, image and mask, at the same place.
  case cutmix(partners: [Int], rectangle: PixelRectangle)
}

extension Augmentation.Mixing {
  /// Draws how a batch is mixed; nil for not at all.
  ///
  /// A batch is mixed in one way: where both would happen it is CutMix, whose probability is then what it says. A batch of one
  /// sample, such as the last of an epoch, has nobody to mix with. The partners are the batch, rotated by a drawn number of places,
  /// so that nobody is its own.
  ///
  /// - Parameters:
  ///   - seed: The experiment's seed.
  ///   - epoch: The epoch, from 0.
  ///   - batch: The batch's number in the epoch, from 0.
  ///   - count: The samples of the batch.
  ///   - size: The size of a sample.
  public func draw(seed: UInt64, epoch: Int, batch: Int, count: Int, size: ImageSize) -> Mixture? {
    guard count > 1 else { return nil }
    var stream = RandomStream(seed: seed, epoch: epoch, position: batch, purpose: .cutmix)
    if let (partners, share) = cutmix.draw(&stream, count: count) {
      // Where less than a pixel would be pasted, nothing is.
      return PixelRectangle(cutOutOf: size, keeping: share, &stream).map {
        .cutmix(partners: partners, rectangle: $0)
      }
    }
    stream = RandomStream(seed: seed, epoch: epoch, position: batch, purpose: .mixup)
    return mixup.draw(&stream, count: count).map { .mixup(partners: $0.partners, share: $0.share) }
  }
}

extension Augmentation.Mix {
  /// Each sample's partner, and the share that a sample keeps.
  fileprivate func draw(_ stream: inout RandomStream, count: Int) -> (partners: [Int], share: Double)? {
    guard stream.chance(probability) else { return nil }
    let share = stream.symmetricBeta(alpha)
    let places = 1 + stream.integer(below: count - 1)
    return ((0..<count).map { ($0 + places) % count }, share)
  }
}

extension PixelRectangle {
  /// CutMix's rectangle: of the sample's aspect, 1 − `share` of its area, its middle anywhere in the sample and what is outside cut off.
  ///
  /// So the share that is kept may be more than was drawn, as in the paper. Nil where no pixel is left.
  fileprivate init?(cutOutOf size: ImageSize, keeping share: Double, _ stream: inout RandomStream) {
    let scale = (1 - share).squareRoot()
    func side(_ length: Int) -> Range<Int> {
      let middle = stream.integer(below: length)
      let side = Int(Double(length) * scale)
      let first = middle - side / 2
      return max(0, first)..<max(0, min(length, first + side))
    }
    (columns, rows) = (side(size.width), side(size.height))
    if columns.isEmpty || rows.isEmpty { return nil }
  }
}
