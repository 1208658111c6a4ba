import Images
import Testing
import Torch

@testable import Training

@Suite("Changes of values in a batch")
struct PhotometryBatchTests {
  private let size = ImageSize(width: 20, height: 16)

  /// All changes, each in half of the samples.
  private var augmentation: Augmentation {
    var result = Augmentation()
    let half = { (range: ClosedRange<Double>) in Augmentation.Factor(probability: 0.5, range: range) }
    result.photometry.lowResolution = half(0.5...1)
    result.photometry.blur = half(0.5...1)
    result.photometry.sharpen = half(0.2...1)
    result.photometry.brightness = half(0.8...1.2)
    result.photometry.contrast = half(0.8...1.2)
    result.photometry.gamma = half(0.7...1.5)
    result.photometry.invertedGamma = half(0.7...1.5)
    result.photometry.saturation = half(0.7...1.3)
    result.photometry.hue = .init(probability: 0.5, most: 15)
    result.photometry.gaussianNoise = half(0...0.2)
    result.photometry.poissonNoise = half(50...500)
    result.photometry.jpeg = half(50...95)
    result.photometry.channelDropout = 0.5
    result.photometry.cutout.probability = 0.5
    result.photometry.cutout.count = 1...4
    result.photometry.cutout.ignores = true
    return result
  }

  private func element(
    _ position: Int, _ augmentation: Augmentation, channels: Int, _ scaling: ChannelScaling
  ) throws -> WindowBatch.Element {
    let values = (0..<(size.area * channels)).map { UInt8(truncatingIfNeeded: ($0 + position) &* 37) }
    let image = try #require(PixelImage(size: size, channels: channels, storage: .uint8(values)))
    let mask = try #require(ClassMask(size: size, indices: (0..<size.area).map { UInt8($0 % 5) }))
    let draw = augmentation.draw(seed: 7, epoch: 1, position: position, imageSize: size, cropSize: size)
    return .init(
      id: "\(position)", image: image, mask: mask, imageSize: size, origin: (0, 0), draw: draw,
      scaling: scaling)
  }

  @Test("A sample is the same to the bit, whatever stands beside it in the batch", arguments: [1, 3, 5])
  func neighbours(_ channels: Int) throws {
    let scaling = ChannelScaling(
      mean: Array(repeating: 0.4, count: channels), std: Array(repeating: 0.25, count: channels))
    let elements = try (0..<12).map { try element($0, augmentation, channels: channels, scaling) }
    let together = try WindowBatch(elements: elements, cropSize: size).sampled(on: .cpu)
    let backwards = try WindowBatch(elements: elements.reversed(), cropSize: size).sampled(on: .cpu)
    for (index, element) in elements.enumerated() {
      let alone = try WindowBatch(elements: [element], cropSize: size).sampled(on: .cpu)
      let (images, masks) = try (Photo.values(alone.images), alone.masks.elements(as: Int.self))
      for (batch, place) in [(together, index), (backwards, 11 - index)] {
        let range = place..<(place + 1)
        #expect(try Photo.values(batch.images.narrowed(0, range)) == images, "sample \(index)")
        #expect(
          try batch.masks.narrowed(0, range).laidOut(.contiguous).elements(as: Int.self) == masks,
          "sample \(index)")
      }
    }
  }

  @Test("Masks are ignored in cut-outs where that is asked for, and nowhere else")
  func ignoredMasks() throws {
    for ignores in [true, false] {
      var augmentation = Augmentation()
      augmentation.photometry.cutout.probability = 0.5
      augmentation.photometry.cutout.count = 2...3
      augmentation.photometry.cutout.ignores = ignores
      let elements = try (0..<8).map { try element($0, augmentation, channels: 1, .none(channels: 1)) }
      let batch = try WindowBatch(elements: elements, cropSize: size).sampled(on: .cpu)
      let masks = try batch.masks.elements(as: Int.self)
      var ignored = 0
      for (place, value) in masks.enumerated() {
        let (sample, x, y) = (place / size.area, place % size.width, place / size.width % size.height)
        let isCut = elements[sample].draw.changes.contains { change in
          guard case .cutout(let rectangles, _) = change else { return false }
          return rectangles.contains { $0.columns.contains(x) && $0.rows.contains(y) }
        }
        #expect(value == (isCut && ignores ? 255 : place % size.area % 5))
        ignored += value == 255 ? 1 : 0
      }
      #expect((ignored > 0) == ignores)
    }
  }

  @Test("Only images of 8 bits lose what a JPEG file loses: of floats beyond 0 to 1 nothing would be left")
  func deepImages() throws {
    var augmentation = Augmentation()
    augmentation.photometry.jpeg = .init(probability: 1, range: 10...10)
    let byte = try element(0, augmentation, channels: 1, .none(channels: 1))
    let values = (0..<size.area).map { Float($0) * 3 - 400 }
    let float = WindowBatch.Element(
      id: "f", image: try #require(PixelImage(size: size, channels: 1, storage: .float(values))),
      mask: byte.mask, imageSize: size, origin: (0, 0), draw: byte.draw, scaling: .none(channels: 1))
    #expect((byte.changes.count, float.changes.count) == (1, 0))
    let batch = try WindowBatch(elements: [float], cropSize: size).sampled(on: .cpu)
    #expect(try Photo.values(batch.images) == values)
  }

  @Test("People see the noise, and the empty cut-outs, that the network sees")
  func pictures() throws {
    var augmentation = Augmentation()
    augmentation.photometry.gaussianNoise = .init(probability: 1, range: 0.1...0.1)
    augmentation.photometry.cutout.probability = 1
    let scaling = ChannelScaling(mean: [0.4], std: [0.05])
    let element = try element(0, augmentation, channels: 1, scaling)
    let seen = try WindowBatch(elements: [element], cropSize: size).sampled(on: .cpu)
    let shown = try WindowBatch(elements: [element], cropSize: size).sampled(on: .cpu, normalized: false)
    let normalized = try ChannelScaling.apply([scaling], to: shown.images)
    #expect(try Photo.values(normalized) == Photo.values(seen.images))
  }
}
