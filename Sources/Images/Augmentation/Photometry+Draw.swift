extension Augmentation.Photometry {
  /// Draws what happens to the values of one sample, in the order in which it does.
  ///
  /// Brightness and contrast draw from one stream; every other change has one of its own, so that a probability that changes for
  /// one changes no other.
  func draw(seed: UInt64, epoch: Int, position: Int) -> [PhotometricChange] {
    var stream = RandomStream(seed: seed, epoch: epoch, position: position, purpose: .photometry)
    let factors = [Self.linear(&stream, brightness), Self.linear(&stream, contrast)]
    return zip(factors, [PhotometricChange.brightness, PhotometricChange.contrast]).compactMap {
      factor, change in
      factor.map(change)
    }
  }

  private static func linear(_ stream: inout RandomStream, _ factor: Augmentation.Factor) -> Double? {
    let happens = stream.chance(factor.probability)
    let value = stream.uniform(in: factor.range)
    return happens ? value : nil
  }
}
