import Testing

@testable import Images

@Suite("What is drawn to happen to values")
struct PhotometryDrawTests {
  private static let sample = ImageSize(width: 30, height: 20)

  /// All that can happen, each alone and always.
  private static let every:
    [(name: String, change: @Sendable (inout Augmentation.Photometry, Double) -> Void)] = [
      ("lowResolution", { $0.lowResolution = .init(probability: $1, range: 0.5...0.9) }),
      ("blur", { $0.blur = .init(probability: $1, range: 0.5...1) }),
      ("sharpen", { $0.sharpen = .init(probability: $1, range: 0.2...1) }),
      ("brightness", { $0.brightness = .init(probability: $1, range: 0.8...1.2) }),
      ("contrast", { $0.contrast = .init(probability: $1, range: 0.6...1.4) }),
      ("gamma", { $0.gamma = .init(probability: $1, range: 0.7...1.5) }),
      ("invertedGamma", { $0.invertedGamma = .init(probability: $1, range: 0.7...1.5) }),
      ("saturation", { $0.saturation = .init(probability: $1, range: 0.7...1.3) }),
      ("hue", { $0.hue = .init(probability: $1, most: 15) }),
      ("gaussianNoise", { $0.gaussianNoise = .init(probability: $1, range: 0...0.2) }),
      ("poissonNoise", { $0.poissonNoise = .init(probability: $1, range: 50...500) }),
      ("jpeg", { $0.jpeg = .init(probability: $1, range: 50...95) }),
      ("channelDropout", { $0.channelDropout = $1 }),
      (
        "cutout",
        { photometry, probability in
          photometry.cutout.probability = probability
          photometry.cutout.count = 1...4
          photometry.cutout.size = 0.05...0.25
        }
      ),
    ]

  private func changes(
    _ photometry: Augmentation.Photometry, position: Int, of sample: ImageSize = sample, seed: UInt64 = 5
  ) -> [PhotometricChange] {
    var augmentation = Augmentation()
    augmentation.photometry = photometry
    return augmentation.draw(
      seed: seed, epoch: 2, position: position, imageSize: ImageSize(width: 64, height: 48), cropSize: sample
    ).changes
  }

  private func photometry(_ name: String, probability: Double = 1) -> Augmentation.Photometry {
    var result = Augmentation.Photometry()
    for change in Self.every where change.name == name { change.change(&result, probability) }
    return result
  }

  private var all: Augmentation.Photometry {
    var result = Augmentation.Photometry()
    for change in Self.every { change.change(&result, 1) }
    return result
  }

  private func name(_ change: PhotometricChange) -> String {
    String(String(describing: change).prefix { $0 != "(" })
  }

  /// How strongly something happens; nil where that isn't a number of a range.
  private func strength(_ change: PhotometricChange) -> Double? {
    switch change {
    case .lowResolution(let value), .blur(let value), .sharpen(let value), .brightness(let value),
      .contrast(let value), .gamma(let value), .invertedGamma(let value), .saturation(let value),
      .hue(let value), .gaussianNoise(let value, _), .poissonNoise(let value, _):
      value
    case .jpeg(let quality): Double(quality)
    case .channelDropout(let share): share
    case .cutout: nil
    }
  }

  @Test("All of it happens in one order, and nothing where nothing is asked for")
  func order() {
    #expect(changes(all, position: 3).map(name) == Self.every.map(\.name))
    #expect(changes(Augmentation.Photometry(), position: 3).isEmpty)
  }

  @Test(
    "Each is drawn alone as it is among the others, whatever their probabilities",
    arguments: every.map(\.name))
  func independence(_ name: String) {
    let (alone, all) = (photometry(name), all)
    for position in 0..<20 {
      let among = changes(all, position: position).filter { self.name($0) == name }
      #expect(among.count == 1 && changes(alone, position: position) == among)
    }
  }

  @Test("Each happens as often as asked for, and differs from sample to sample", arguments: every.map(\.name))
  func frequency(_ name: String) {
    let sometimes = photometry(name, probability: 0.25)
    let drawn = (0..<2000).flatMap { changes(sometimes, position: $0) }
    #expect((430...570).contains(drawn.count))
    #expect(Set(drawn).count > (name == "jpeg" ? 40 : 400))
    let others = (0..<2000).flatMap { changes(sometimes, position: $0, seed: 6) }
    #expect(drawn != others)
  }

  @Test(
    "Numbers are uniform in their range",
    arguments: [
      ("lowResolution", 0.5, 0.9), ("blur", 0.5, 1), ("sharpen", 0.2, 1), ("brightness", 0.8, 1.2),
      ("contrast", 0.6, 1.4), ("gamma", 0.7, 1.5), ("invertedGamma", 0.7, 1.5), ("saturation", 0.7, 1.3),
      ("hue", -15, 15), ("gaussianNoise", 0, 0.2), ("poissonNoise", 50, 500), ("jpeg", 50, 95),
      ("channelDropout", 0, 1),
    ])
  func uniformity(_ name: String, _ least: Double, _ most: Double) {
    let numbers = (0..<2000).flatMap { changes(photometry(name), position: $0) }.compactMap(strength)
    #expect(numbers.count == 2000)
    #expect(numbers.allSatisfy { (least...most).contains($0) })
    for part in 0..<4 {
      let quarter = (most - least) / 4
      let from = least + Double(part) * quarter
      #expect((420...580).contains(numbers.count { ($0 >= from) && ($0 < from + quarter) }))
    }
  }

  @Test("Brightness and contrast are drawn from the stream, and in the order, in which they always were")
  func tones() {
    for position in 0..<20 {
      var stream = RandomStream(seed: 5, epoch: 2, position: position, purpose: .photometry)
      _ = stream.uniform()
      let brightness = stream.uniform(in: 0.8...1.2)
      _ = stream.uniform()
      let contrast = stream.uniform(in: 0.6...1.4)
      let drawn = changes(all, position: position)
      #expect(drawn.contains(.brightness(brightness)) && drawn.contains(.contrast(contrast)))
    }
  }

  @Test("Noise has a seed of its own for each sample")
  func seeds() {
    for name in ["gaussianNoise", "poissonNoise"] {
      let seeds = (0..<100).flatMap { changes(photometry(name), position: $0) }.map { change -> UInt64 in
        switch change {
        case .gaussianNoise(_, let seed), .poissonNoise(_, let seed): seed
        default: 0
        }
      }
      #expect(Set(seeds).count == 100)
    }
  }

  /// The rectangles of many samples.
  private func cutouts(_ sample: ImageSize, count: ClosedRange<Int>, size: ClosedRange<Double>)
    -> [[PixelRectangle]]
  {
    var photometry = Augmentation.Photometry()
    photometry.cutout.probability = 1
    photometry.cutout.count = count
    photometry.cutout.size = size
    return (0..<500).flatMap { changes(photometry, position: $0, of: sample) }.compactMap {
      if case .cutout(let rectangles, ignores: false) = $0 { rectangles } else { nil }
    }
  }

  @Test("Cut-outs are as many and as large as asked for, and lie anywhere, cut at the edges")
  func cutouts() {
    let drawn = cutouts(Self.sample, count: 2...4, size: 0.1...0.3)
    #expect(Set(drawn.map(\.count)) == [2, 3, 4])
    let rectangles = drawn.flatMap(\.self)
    for rectangle in rectangles {
      #expect(!rectangle.columns.isEmpty && rectangle.columns.clamped(to: 0..<30) == rectangle.columns)
      #expect(!rectangle.rows.isEmpty && rectangle.rows.clamped(to: 0..<20) == rectangle.rows)
    }
    let inside = rectangles.filter { $0.columns.lowerBound > 0 && $0.columns.upperBound < 30 }
    #expect(Set(inside.map(\.columns.count)) == Set(3...9))
    #expect(rectangles.map(\.rows.count).max() == 6)
    #expect(Set(rectangles.flatMap { Array($0.columns) }) == Set(0..<30))
    #expect(Set(rectangles.flatMap { Array($0.rows) }) == Set(0..<20))
  }

  @Test("A cut-out of a sample of one pixel is that pixel, and one as large as the sample may be all of it")
  func extremeCutouts() {
    let pixel = PixelRectangle(columns: 0..<1, rows: 0..<1)
    let one = cutouts(ImageSize(width: 1, height: 1), count: 1...1, size: 0.05...0.05)
    #expect(one.count == 500 && one.allSatisfy { $0 == [pixel] })
    let whole = PixelRectangle(columns: 0..<3, rows: 0..<3)
    #expect(cutouts(ImageSize(width: 3, height: 3), count: 1...1, size: 1...1).contains([whole]))
  }

  @Test("Whether masks are ignored goes with a cut-out")
  func ignores() {
    var photometry = photometry("cutout")
    photometry.cutout.ignores = true
    let plain = changes(self.photometry("cutout"), position: 0)
    guard case .cutout(let rectangles, ignores: false)? = plain.first else {
      Issue.record("no cut-out: \(plain)")
      return
    }
    #expect(changes(photometry, position: 0) == [.cutout(rectangles, ignores: true)])
  }
}
