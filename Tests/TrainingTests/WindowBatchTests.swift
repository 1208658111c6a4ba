import Images
import Testing
import Torch

@testable import Training

@Suite("A batch made of windows")
struct WindowBatchTests {
  let size = ImageSize(width: 40, height: 30)
  let crop = ImageSize(width: 16, height: 12)

  private func element(
    _ draw: Augmentation.Draw, _ image: PixelImage, _ mask: ClassMask, cut: Bool
  ) -> WindowBatch.Element {
    guard cut else {
      return .init(
        id: "a", image: image, mask: mask, imageSize: size, origin: (0, 0), draw: draw,
        scaling: .none(channels: 1))
    }
    let window = draw.sourceWindow(cropSize: crop, imageSize: size)
    return .init(
      id: "a", image: image.cropped(to: window), mask: mask.cropped(to: window), imageSize: size,
      origin: (window.columns.lowerBound, window.rows.lowerBound), draw: draw, scaling: .none(channels: 1))
  }

  @Test("is what the whole images give, whatever is drawn and whichever windows stand side by side")
  func sameAsWhole() throws {
    let values = (0..<size.area).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let image = try #require(PixelImage(size: size, channels: 1, storage: .uint8(values)))
    let mask = try #require(ClassMask(size: size, indices: values.map { $0 % 5 }))
    var augmentation = Augmentation()
    (augmentation.geometry.horizontalFlip, augmentation.geometry.quarterTurns) = (0.5, 0.5)
    augmentation.geometry.rotation = .init(probability: 0.5, most: 90)
    augmentation.geometry.scale = .init(probability: 0.5, range: 0.5...2)
    augmentation.photometry.contrast = .init(probability: 0.5, range: 0.5...2)
    for batch in 0..<100 {
      let draws = (0..<4).map {
        augmentation.draw(seed: 7, epoch: batch, position: $0, imageSize: size, cropSize: crop)
      }
      let batches = try [true, false].map { cut in
        try WindowBatch(elements: draws.map { element($0, image, mask, cut: cut) }, cropSize: crop)
          .sampled(on: .cpu)
      }
      let difference = try (batches[0].images - batches[1].images).abs().max().scalar()
      #expect(difference < 1e-3, "batch \(batch)")
      let masks = try batches.map { try $0.masks.elements(as: Int.self) }
      // Single precision may send a place half-way between two pixels to either.
      #expect(zip(masks[0], masks[1]).filter(!=).count <= 1, "batch \(batch)")
    }
  }

  @Test(
    "is what the whole images give where they differ in size, some padded, with margins and around chosen pixels"
  )
  func sameAsWholeOfAnySize() throws {
    var augmentation = Augmentation()
    (augmentation.geometry.horizontalFlip, augmentation.geometry.quarterTurns) = (0.5, 0.5)
    augmentation.geometry.rotation = .init(probability: 0.5, most: 90)
    augmentation.geometry.scale = .init(probability: 0.5, range: 0.5...2)
    for batch in 0..<100 {
      var stream = RandomStream(seed: 11, epoch: batch, purpose: .synthesis)
      let margin = stream.integer(below: 4)
      let shape = ImageSize(
        width: 2 * margin + 1 + stream.integer(below: 30), height: 2 * margin + 1 + stream.integer(below: 30))
      let pairs = try (0..<4).map { try elements(of: $0, augmentation, shape, margin: margin, &stream) }
      let batches = try [pairs.map(\.whole), pairs.map(\.cut)].map {
        try WindowBatch(elements: $0, cropSize: shape).sampled(on: .cpu)
      }
      #expect(try (batches[0].images - batches[1].images).abs().max().scalar() < 1e-3, "batch \(batch)")
      let masks = try batches.map { try $0.masks.elements(as: Int.self) }
      #expect(zip(masks[0], masks[1]).filter(!=).count <= 1, "batch \(batch)")
    }
  }

  @Test(
    "has every kind of pixel in its own range, also side by side, and leaves neighbours of a changed sample alone"
  )
  func kinds() throws {
    let small = ImageSize(width: 2, height: 1)
    let mask = try #require(ClassMask(size: small, indices: [0, 1]))
    let still = Augmentation().draw(seed: 0, epoch: 0, position: 0, imageSize: small, cropSize: small)
    var augmentation = Augmentation()
    augmentation.photometry.brightness = .init(probability: 1, range: 2...2)
    let bright = augmentation.draw(seed: 0, epoch: 0, position: 0, imageSize: small, cropSize: small)
    func sampled(_ kinds: [PixelImage.Storage]) throws -> [Float] {
      let elements = try kinds.enumerated().map { number, storage in
        WindowBatch.Element(
          id: "a", image: try #require(PixelImage(size: small, channels: 1, storage: storage)), mask: mask,
          imageSize: small, origin: (0, 0), draw: number == 1 ? bright : still, scaling: .none(channels: 1))
      }
      return try WindowBatch(elements: elements, cropSize: small).sampled(on: .cpu).images.elements()
    }
    let (byte, word) = (Float(51) / 255, Float(13107) / 65535)
    #expect(
      try sampled([.uint8([0, 51]), .uint8([255, 51]), .uint8([51, 0])]) == [0, byte, 2, 2 * byte, byte, 0])
    #expect(
      try sampled([.uint16([0, 13107]), .uint16([65535, 13107]), .uint16([13107, 0])])
        == [0, word, 2, 2 * word, word, 0])
    #expect(
      try sampled([.uint8([0, 51]), .uint16([65535, 13107]), .float([-7, 0.5])])
        == [0, byte, 2, 2 * word, -7, 0.5])
  }

  /// A sample of a random image, as a whole and as its window.
  private func elements(
    of position: Int, _ augmentation: Augmentation, _ crop: ImageSize, margin: Int,
    _ stream: inout RandomStream
  ) throws -> (whole: WindowBatch.Element, cut: WindowBatch.Element) {
    let size = ImageSize(width: 1 + stream.integer(below: 40), height: 1 + stream.integer(below: 40))
    let values = (0..<size.area).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let image = try #require(PixelImage(size: size, channels: 1, storage: .uint8(values)))
    let mask = try #require(ClassMask(size: size, indices: values.map { $0 % 5 }))
    let focus = PixelPosition(x: stream.integer(below: size.width), y: stream.integer(below: size.height))
    let draw = augmentation.draw(
      seed: stream.next(), epoch: 0, position: position, imageSize: size, cropSize: crop, margin: margin,
      around: stream.chance(0.5) ? focus : nil)
    let window = draw.sourceWindow(cropSize: crop, imageSize: size)
    return (
      .init(
        id: "a", image: image, mask: mask, imageSize: size, origin: (0, 0), draw: draw,
        scaling: .none(channels: 1)),
      .init(
        id: "a", image: image.cropped(to: window), mask: mask.cropped(to: window), imageSize: size,
        origin: (window.columns.lowerBound, window.rows.lowerBound), draw: draw, scaling: .none(channels: 1))
    )
  }
}
