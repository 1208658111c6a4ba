import Testing
import Torch

@testable import Images
@testable import Training

@Suite("Changes of an image's values")
struct PhotometryTests {
  /// Each kind, with numbers that change an image.
  static let kinds: [PhotometricChange] = [
    .lowResolution(share: 0.6), .blur(sigma: 1.2), .sharpen(amount: 0.7), .brightness(1.3), .contrast(0.6),
    .gamma(1.4), .invertedGamma(0.7), .saturation(1.5), .hue(degrees: 40),
    .gaussianNoise(deviation: 0.1, seed: 7), .poissonNoise(photons: 60, seed: 8), .jpeg(quality: 40),
    .channelDropout(share: 0.5),
    .cutout([PixelRectangle(columns: 0..<1, rows: 0..<1)], ignores: true),
  ]

  private func expectSame(_ prefix: String, within tolerance: Double, _ change: (Double) -> PhotometricChange)
    throws
  {
    let fixture = try PhotometryFixture()
    let names = fixture.names.filter { $0.hasPrefix(prefix + ".") }
    #expect(names.count >= 2)
    for name in names {
      let last = name.dropFirst(prefix.count + 1)
      let isTiny = last == "tiny"
      let number = try isTiny ? (prefix == "blur" ? 1.5 : 0.5) : #require(Double(last))
      let image = try fixture[isTiny ? "tiny" : "image"]
      for layout in [Tensor.Layout.contiguous, .channelsLast] {
        let found = try Photo.changed(image.laidOut(layout), change(number))
        #expect(try Photo.distance(found, fixture[name]) < tolerance, "\(name)")
      }
    }
  }

  @Test("Low resolution is batchgenerators', which was nnU-Net's: nearest down, cubic splines up")
  func lowResolution() throws {
    try expectSame("low_resolution", within: 3e-6) { .lowResolution(share: $0) }
  }

  @Test("A blur is scipy's Gaussian filter, also of images smaller than its kernel")
  func blur() throws {
    try expectSame("blur", within: 1e-6) { .blur(sigma: $0) }
  }

  @Test("Gamma is nnU-Net's, over all channels, with the mean and the deviation that were there")
  func gamma() throws {
    try expectSame("gamma", within: 1e-5) { .gamma($0) }
    try expectSame("inverted_gamma", within: 1e-5) { .invertedGamma($0) }
  }

  @Test("Saturation is torchvision's, but beyond 0 and 1 goes on")
  func saturation() throws {
    let fixture = try PhotometryFixture()
    for factor in [0.0, 0.6, 1.4] {
      let found = try Photo.changed(fixture["image"], .saturation(factor))
      #expect(try Photo.distance(found.clamped(0, 1), fixture["saturation.\(factor)"]) < 1e-6, "\(factor)")
      #expect(try (found.max().scalar() > 1) == (factor > 1))
    }
  }

  @Test("Hue is torchvision's, to either side and half around")
  func hue() throws {
    try expectSame("hue", within: 1e-5) { .hue(degrees: $0) }
  }

  @Test("A turn of the colours keeps the greatest and the least of a colour beyond 0 and 1, too")
  func hueOfAnyValues() throws {
    let image = try Photo.image(3, 6, 7) * 3 - 1
    let turned = try Photo.changed(image, .hue(degrees: 100))
    #expect(try Photo.distance(turned.max([1]), image.max([1])) < 1e-6)
    #expect(try Photo.distance(turned.min([1]), image.min([1])) < 1e-6)
    #expect(try Photo.distance(turned, image) > 0.1)
    // Three thirds of a turn are none.
    let around = try Photo.changed(image, .hue(degrees: 120), .hue(degrees: 120), .hue(degrees: 120))
    #expect(try Photo.distance(around, image) < 1e-5)
  }

  @Test("Sharpening adds what a blur takes, and the values of an edge leave their range")
  func sharpen() throws {
    let edge = try Tensor((0..<64).map { Float($0 % 8 < 4 ? 0 : 1) }, shape: [1, 1, 8, 8])
    let sharp = try Photo.changed(edge, .sharpen(amount: 0.5))
    let taken = try edge - Photo.changed(edge, .blur(sigma: 1))
    #expect(try Photo.distance(sharp, edge + taken * 0.5) < 1e-6)
    #expect(try sharp.max().scalar() > 1.1 && sharp.min().scalar() < -0.1)
  }

  @Test("Brightness multiplies values, contrast their distances from the mean")
  func brightnessAndContrast() throws {
    let image = try Tensor([0.1, 0.2, 0.3, 0.6] as [Float], shape: [1, 1, 2, 2])
    let brighter = try Photo.changed(image, .brightness(2))
    #expect(
      try Photo.distance(brighter, Tensor([0.2, 0.4, 0.6, 1.2] as [Float], shape: [1, 1, 2, 2])) < 1e-6)
    let flatter = try Photo.changed(image, .contrast(0.5))
    #expect(
      try Photo.distance(flatter, Tensor([0.2, 0.25, 0.3, 0.45] as [Float], shape: [1, 1, 2, 2])) < 1e-6)
  }

  @Test(
    "A dropped channel is its mean, the others every bit as before; each can be the one, and a single one stays"
  )
  func channelDropout() throws {
    let image = try Photo.image(3, 4, 5)
    for (share, channel) in [(0.0, 0), (0.3, 0), (0.34, 1), (0.7, 2), (0.999999, 2)] {
      let found = try Photo.changed(image, .channelDropout(share: share))
      for other in 0..<3 {
        let (before, after) = try (image.selected(1, other), found.selected(1, other))
        let mean = try before.mean().scalar()
        let expected = other == channel ? try Tensor.full([1, 4, 5], Scalar(mean)) : before
        #expect(try Photo.distance(after, expected) < (other == channel ? 1e-6 : .leastNonzeroMagnitude))
      }
    }
    let single = try Photo.image(1, 4, 5)
    #expect(try Photo.values(Photo.changed(single, .channelDropout(share: 0.5))) == Photo.values(single))
  }

  @Test("A cut-out is 0 once it is normalised, and nothing around it changes")
  func cutout() throws {
    let image = try Photo.image(2, 5, 6)
    let holes = [
      PixelRectangle(columns: 1..<3, rows: 0..<2), PixelRectangle(columns: 2..<6, rows: 1..<5),
    ]
    for scaling in [
      ChannelScaling(mean: [0.3, 0.7], std: [0.1, 0.2]), ChannelScaling(low: [0.1, 0.2], high: [0.8, 0.9]),
    ] {
      let found = try Photometry.apply([.cutout(holes, ignores: false)], to: image, scaling: scaling)
      let before: [Float] = try Photo.values(ChannelScaling.apply([scaling], to: image))
      let after = try Photo.values(ChannelScaling.apply([scaling], to: found))
      for (place, value) in after.enumerated() {
        let (x, y) = (place % 6, place / 6 % 5)
        let isCut = holes.contains { $0.columns.contains(x) && $0.rows.contains(y) }
        #expect(value == (isCut ? 0 : before[place]))
      }
    }
  }

  @Test("What changes nothing leaves every bit alone", arguments: [1, 3, 5])
  func neutral(_ channels: Int) throws {
    let image = try Photo.image(channels, 7, 9)
    let neutral: [PhotometricChange] = [
      .lowResolution(share: 1), .blur(sigma: 0), .sharpen(amount: 0), .brightness(1), .contrast(1), .gamma(1),
      .invertedGamma(1), .saturation(1), .hue(degrees: 0), .gaussianNoise(deviation: 0, seed: 1),
      .cutout([], ignores: true),
    ]
    for change in neutral {
      #expect(try Photo.values(Photo.changed(image, change)) == Photo.values(image), "\(change)")
    }
    #expect(try Photo.values(Photo.changed(image)) == Photo.values(image))
  }

  @Test(
    "Each kind changes colour images, and those of other channels unless it is about colours",
    arguments: [1, 3, 5])
  func channels(_ channels: Int) throws {
    let image = try Photo.image(channels, 12, 10)
    for change in Self.kinds {
      let leaves =
        switch change {
        case .saturation, .hue: channels != 3
        case .jpeg: channels == 5
        case .channelDropout: channels == 1
        default: false
        }
      let found = try Photo.changed(image, change)
      #expect(try (Photo.distance(found, image) == 0) == leaves, "\(change)")
    }
  }

  @Test(
    "Images of one pixel and of one value stay finite, and what looks at differences leaves one value as it is"
  )
  func extremes() throws {
    for (height, width) in [(1, 1), (1, 7), (3, 2), (17, 9)] {
      for channels in [1, 3, 5] {
        let shape = [1, channels, height, width]
        for value in [0, 0.1, 1] {
          let image = try Tensor.full(shape, Scalar(value)).laidOut(.channelsLast)
          for change in Self.kinds {
            let found = try Photo.changed(image, change)
            #expect(found.shape == shape)
            #expect(try found.isFinite().all().scalar() == 1, "\(change) of \(shape), all \(value)")
            switch change {
            case .gamma, .invertedGamma, .hue:
              #expect(try Photo.values(found) == Photo.values(image), "\(change)")
            case .lowResolution, .blur, .sharpen, .contrast, .channelDropout:
              #expect(try Photo.distance(found, image) < 1e-6, "\(change)")
            default: break
            }
          }
        }
        let image = try Photo.image(channels, height, width)
        let all = try Photometry.apply(Self.kinds, to: image, scaling: .none(channels: channels))
        #expect(try all.shape == shape && all.isFinite().all().scalar() == 1)
      }
    }
  }

  @Test("The image that is changed stays what it was, and no gradient is prepared")
  func purity() throws {
    for change in Self.kinds {
      let image = try Photo.image(3, 9, 11)
      let before = try Photo.values(image)
      let leaf = try image.cloned()
      try leaf.setRequiresGradient(true)
      #expect(try !Photo.changed(leaf, change).requiresGradient, "\(change)")
      _ = try Photo.changed(image, change)
      #expect(try Photo.values(image) == before, "\(change)")
    }
  }
}
