extension Augmentation.Photometry {
  /// Draws what happens to the values of one sample, in the order in which it does.
  ///
  /// Brightness and contrast draw from one stream; every other change has one of its own, so that a probability that changes for
  /// one changes no other.
  ///
  /// - Parameter size: That of the sample.
  func draw(seed: UInt64, epoch: Int, position: Int, size: ImageSize) -> [PhotometricChange] {
    func stream(_ purpose: RandomStream.Purpose) -> RandomStream {
      RandomStream(seed: seed, epoch: epoch, position: position, purpose: purpose)
    }
    func factor(_ factor: Augmentation.Factor, _ purpose: RandomStream.Purpose) -> Double? {
      var stream = stream(purpose)
      return Self.uniform(&stream, factor)
    }
    func noise(
      _ factor: Augmentation.Factor, _ purpose: RandomStream.Purpose
    ) -> (strength: Double, seed: UInt64)? {
      var stream = stream(purpose)
      return Self.uniform(&stream, factor).map { ($0, stream.next()) }
    }
    var (tones, turn, dropout, holes) = (
      stream(.photometry), stream(.hue), stream(.channelDropout), stream(.cutout)
    )
    let changes: [PhotometricChange?] = [
      factor(lowResolution, .lowResolution).map(PhotometricChange.lowResolution),
      factor(blur, .blur).map(PhotometricChange.blur),
      factor(sharpen, .sharpen).map(PhotometricChange.sharpen),
      Self.uniform(&tones, brightness).map(PhotometricChange.brightness),
      Self.uniform(&tones, contrast).map(PhotometricChange.contrast),
      factor(gamma, .gamma).map(PhotometricChange.gamma),
      factor(invertedGamma, .invertedGamma).map(PhotometricChange.invertedGamma),
      factor(saturation, .saturation).map(PhotometricChange.saturation),
      Self.uniform(&turn, .init(probability: hue.probability, range: -hue.most...hue.most))
        .map(PhotometricChange.hue),
      noise(gaussianNoise, .gaussianNoise).map(PhotometricChange.gaussianNoise),
      noise(poissonNoise, .poissonNoise).map(PhotometricChange.poissonNoise),
      factor(jpeg, .jpeg).map { .jpeg(quality: Int($0.rounded())) },
      dropout.chance(channelDropout) ? .channelDropout(share: dropout.uniform()) : nil,
      cutout.rectangles(in: size, &holes).map { .cutout($0, ignores: cutout.ignores) },
    ]
    return changes.compactMap(\.self)
  }

  private static func uniform(_ stream: inout RandomStream, _ factor: Augmentation.Factor) -> Double? {
    let happens = stream.chance(factor.probability)
    let value = stream.uniform(in: factor.range)
    return happens ? value : nil
  }
}

extension Augmentation.Cutout {
  /// The rectangles of one sample, each with its middle anywhere in it, cut at its edges; nil where nothing happens.
  fileprivate func rectangles(in sample: ImageSize, _ stream: inout RandomStream) -> [PixelRectangle]? {
    guard stream.chance(probability) else { return nil }
    func part(of side: Int) -> Range<Int> {
      let length = max(1, Int((stream.uniform(in: size) * Double(side)).rounded()))
      let first = stream.integer(below: side) - length / 2
      return max(0, first)..<min(side, first + length)
    }
    let number = count.lowerBound + stream.integer(below: count.count)
    return (0..<number).map { _ in
      PixelRectangle(columns: part(of: sample.width), rows: part(of: sample.height))
    }
  }
}
