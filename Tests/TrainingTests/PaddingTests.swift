import Images
import Testing
import Torch

@testable import Training

@Suite("Samples larger than their images")
struct PaddingTests {
  private func image(_ size: ImageSize) throws -> PixelImage {
    let values = (0..<size.area).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 5) }
    return try #require(PixelImage(size: size, channels: 1, storage: .uint8(values)))
  }

  private func mask(_ size: ImageSize) throws -> ClassMask {
    try #require(ClassMask(size: size, indices: [UInt8](repeating: 1, count: size.area)))
  }

  /// One sample as the loader gives it.
  private func sampled(_ size: ImageSize, _ crop: ImageSize, _ draw: Augmentation.Draw) throws -> Batch {
    let window = draw.sourceWindow(cropSize: crop, imageSize: size)
    let element = WindowBatch.Element(
      id: "a", image: try image(size).cropped(to: window), mask: try mask(size).cropped(to: window),
      imageSize: size, origin: (window.columns.lowerBound, window.rows.lowerBound), draw: draw,
      scaling: .none(channels: 1))
    return try WindowBatch(elements: [element], cropSize: crop).sampled(on: .cpu)
  }

  /// The pixel that stands at a place beyond an edge, step by step.
  private func mirrored(_ place: Double, count: Int) -> Int {
    var place = Int(place)
    while count > 1, place < 0 || place >= count { place = place < 0 ? -place : 2 * (count - 1) - place }
    return count > 1 ? place : 0
  }

  private static let sizes = [
    ImageSize(width: 20, height: 30), ImageSize(width: 1, height: 1), ImageSize(width: 1, height: 70),
    ImageSize(width: 65, height: 2), ImageSize(width: 63, height: 64),
  ]

  @Test(
    "show all of the image bit by bit, mirrored around, and no pixel outside of it counts, also flipped and turned by quarters",
    arguments: sizes, [ImageSize(width: 64, height: 64), ImageSize(width: 65, height: 71)])
  func exact(size: ImageSize, crop: ImageSize) throws {
    var augmentation = Augmentation()
    (
      augmentation.geometry.horizontalFlip, augmentation.geometry.verticalFlip,
      augmentation.geometry.quarterTurns
    ) = (0.5, 0.5, 0.5)
    let whole = try image(size).bytes ?? []
    for position in 0..<12 {
      let draw = augmentation.draw(seed: 4, epoch: 0, position: position, imageSize: size, cropSize: crop)
      let batch = try sampled(size, crop, draw)
      let values: [Float] = try batch.images.laidOut(.contiguous).elements()
      let classes: [Int] = try batch.masks.elements()
      var seen: Set<Int> = []
      for pixel in 0..<crop.area {
        let place = draw.matrix(x: Double(pixel % crop.width), y: Double(pixel / crop.width))
        let (x, y) = (mirrored(place.x, count: size.width), mirrored(place.y, count: size.height))
        let isInside = (x, y) == (Int(place.x), Int(place.y))
        #expect(values[pixel] == Float(whole[y * size.width + x]) / 255)
        #expect(classes[pixel] == (isInside ? 1 : 255))
        if isInside { seen.insert(y * size.width + x) }
      }
      let placed = draw.matrix.rows[0] == 0 ? crop.transposed : crop
      #expect(seen.count == SampleShape(placed).covered(by: size))
      #expect(classes.count { $0 == 1 } == seen.count)
    }
  }

  @Test("count only where they lie in the image, under rotation and scale too", arguments: sizes)
  func rotated(size: ImageSize) throws {
    var augmentation = Augmentation()
    augmentation.geometry.quarterTurns = 0.5
    augmentation.geometry.rotation = .init(probability: 1, most: 180)
    augmentation.geometry.scale = .init(probability: 1, range: 0.5...2)
    let crop = ImageSize(width: 72, height: 72)
    for position in 0..<20 {
      let draw = augmentation.draw(seed: 4, epoch: 0, position: position, imageSize: size, cropSize: crop)
      let classes: [Int] = try sampled(size, crop, draw).masks.elements()
      for pixel in 0..<crop.area {
        let place = draw.matrix(x: Double(pixel % crop.width), y: Double(pixel / crop.width))
        let beyond = max(
          abs(place.x - Double(size.width - 1) / 2) - Double(size.width) / 2,
          abs(place.y - Double(size.height - 1) / 2) - Double(size.height) / 2)
        // Single precision may send a place on the very edge to either side.
        if abs(beyond) > 1e-3 { #expect(classes[pixel] == (beyond < 0 ? 1 : 255)) }
      }
    }
  }

  @Test(
    "are padded only along the sides where they are larger; elsewhere the mask is mirrored with the image")
  func oneSide() throws {
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 1, most: 60)
    let (size, crop) = (ImageSize(width: 20, height: 40), ImageSize(width: 32, height: 40))
    var mirrored = 0
    for position in 0..<20 {
      let draw = augmentation.draw(seed: 2, epoch: 0, position: position, imageSize: size, cropSize: crop)
      #expect(draw.padsColumns && !draw.padsRows)
      let classes: [Int] = try sampled(size, crop, draw).masks.elements()
      for pixel in 0..<crop.area {
        let place = draw.matrix(x: Double(pixel % crop.width), y: Double(pixel / crop.width))
        let beyond = abs(place.x - 9.5) - 10
        if abs(beyond) > 1e-3 { #expect(classes[pixel] == (beyond < 0 ? 1 : 255)) }
        if beyond < -1e-3, abs(place.y - 19.5) > 20 { mirrored += 1 }
      }
    }
    #expect(mirrored > 100)
  }

  @Test("leave samples beside them that fit into their images as they are")
  func besideOthers() throws {
    let sizes = [ImageSize(width: 20, height: 30), ImageSize(width: 80, height: 90)]
    let crop = ImageSize(width: 40, height: 40)
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 1, most: 180)
    let draws = sizes.map {
      augmentation.draw(seed: 9, epoch: 0, position: 1, imageSize: $0, cropSize: crop)
    }
    let alone = try sampled(sizes[1], crop, draws[1])
    let elements = try zip(sizes, draws).map { size, draw in
      WindowBatch.Element(
        id: "a", image: try image(size), mask: try mask(size), imageSize: size, origin: (0, 0), draw: draw,
        scaling: .none(channels: 1))
    }
    let both = try WindowBatch(elements: elements, cropSize: crop).sampled(on: .cpu)
    #expect(try both.masks.selected(0, 1).elements() == alone.masks.elements(as: Int.self))
    #expect(try both.masks.selected(0, 1).isEqual(to: 1).all().scalar() == 1)
    #expect(try both.masks.selected(0, 0).isEqual(to: 255).any().scalar() == 1)
    #expect(try (both.images.narrowed(0, 1..<2) - alone.images).abs().max().scalar() < 1e-3)
  }
}
