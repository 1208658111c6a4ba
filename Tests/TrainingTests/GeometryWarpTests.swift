import Foundation
import Testing
import Torch

@testable import Images
@testable import Training

/// Samples of coordinate images, made as a training makes them: of windows, in batches.
@Suite("Image and mask follow every combination of geometric augmentations")
struct GeometryWarpTests {
  /// The variations that can be chosen, each a bit of a number.
  private static let kinds: [@Sendable (inout Augmentation.Geometry) -> Void] = [
    { $0.horizontalFlip = 1 },
    { $0.verticalFlip = 1 },
    { $0.quarterTurns = 1 },
    { $0.rotation = .init(probability: 1, most: 180) },
    { $0.scale = .init(probability: 1, range: 0.8...1.6) },
    { ($0.resizedCrop.probability, $0.resizedCrop.area, $0.resizedCrop.aspect) = (1, 0.4...1, 0.7...1.4) },
    { $0.translation = .init(probability: 1, most: 0.3) },
    { $0.shear = .init(probability: 1, most: 10) },
    { $0.perspective = .init(probability: 1, most: 0.2) },
    { ($0.elastic.probability, $0.elastic.displacement) = (1, 2) },
    {
      ($0.smoothElastic.probability, $0.smoothElastic.smoothness, $0.smoothElastic.displacement) = (1, 5, 1)
    },
    { $0.gridDistortion.probability = 1 },
  ]

  private static func augmentation(_ flags: Int) -> Augmentation {
    var augmentation = Augmentation()
    for (bit, kind) in kinds.enumerated() where flags >> bit & 1 > 0 { kind(&augmentation.geometry) }
    return augmentation
  }

  /// An image whose two channels are each pixel's own x and y.
  private static func coordinates(_ size: ImageSize) throws -> PixelImage {
    let values = (0..<size.height).flatMap { y in (0..<size.width).flatMap { [Float($0), Float(y)] } }
    return try #require(PixelImage(size: size, channels: 2, storage: .float(values)))
  }

  /// A mask that numbers its pixels, as far as bytes go.
  private static func numbered(_ size: ImageSize) throws -> ClassMask {
    try #require(ClassMask(size: size, indices: (0..<size.area).map { UInt8($0 % 251) }))
  }

  private static func element(
    _ draw: Augmentation.Draw, _ size: ImageSize, crop: ImageSize, cut: Bool = true
  ) throws -> WindowBatch.Element {
    let whole = PixelRectangle(columns: 0..<size.width, rows: 0..<size.height)
    let window = cut ? draw.sourceWindow(cropSize: crop, imageSize: size) : whole
    return .init(
      id: "a", image: try coordinates(size).cropped(to: window), mask: try numbered(size).cropped(to: window),
      imageSize: size, origin: (window.columns.lowerBound, window.rows.lowerBound), draw: draw,
      scaling: .none(channels: 2))
  }

  /// The places `[N][pixel]` that the images show, and the masks.
  private static func sampled(
    _ elements: [WindowBatch.Element], crop: ImageSize
  ) throws -> (x: [Float], y: [Float], classes: [Int]) {
    let batch = try WindowBatch(elements: elements, cropSize: crop).sampled(on: .cpu)
    func channel(_ index: Int) throws -> [Float] {
      try batch.images.narrowed(1, index..<(index + 1)).laidOut(.contiguous).elements()
    }
    return (try channel(0), try channel(1), try batch.masks.elements())
  }

  @Test("The mask follows the image to the pixel, and both lie where the map and the fields say")
  func allSubsets() throws {
    let crop = ImageSize(width: 12, height: 10)
    let sizes = [(23, 17), (12, 10), (9, 30), (40, 40)].map { ImageSize(width: $0.0, height: $0.1) }
    let count = 1 << Self.kinds.count
    for first in stride(from: 0, to: count, by: 64) {
      let cases = (first..<first + 64).map { flags in
        let size = sizes[(flags ^ flags >> 5) % sizes.count]
        let margin = flags % 3
        let focus =
          flags % 7 == 0 ? PixelPosition(x: flags % size.width, y: flags % size.height) : nil
        return (
          size: size,
          draw: Self.augmentation(flags).draw(
            seed: 3, epoch: 0, position: flags, imageSize: size, cropSize: crop, margin: margin, around: focus
          )
        )
      }
      let found = try Self.sampled(
        cases.map { try Self.element($0.draw, $0.size, crop: crop) }, crop: crop)
      for (number, item) in cases.enumerated() {
        let part = number * crop.area..<(number + 1) * crop.area
        let mistakes = Self.mistakes(
          item.draw, item.size, crop, x: found.x[part], y: found.y[part], classes: found.classes[part])
        #expect(mistakes.isEmpty, "flags \(first + number): \(mistakes.prefix(3))")
      }
    }
  }

  /// What is not as the draw says.
  private static func mistakes(
    _ draw: Augmentation.Draw, _ size: ImageSize, _ crop: ImageSize, x: ArraySlice<Float>,
    y: ArraySlice<Float>, classes: ArraySlice<Int>
  ) -> [String] {
    var mistakes: [String] = []
    let displacements = draw.fields.displacements(of: crop)
    for (pixel, (found, (x, y))) in zip(classes, zip(x, y)).enumerated() {
      let moved = displacements[pixel]
      let point = draw.matrix(
        x: Double(pixel % crop.width) + moved.x, y: Double(pixel / crop.width) + moved.y)
      let expected = (mirrored(point.x, size.width), mirrored(point.y, size.height))
      if abs(Double(x) - expected.0) > 2e-3 || abs(Double(y) - expected.1) > 2e-3 {
        mistakes.append("pixel \(pixel) is read at \(x), \(y), not at \(expected)")
      }
      if [x, y].contains(where: { abs($0 - $0.rounded(.down) - 0.5) < 3e-3 }) { continue }
      let isPadded =
        (draw.padsColumns && abs(point.x - Double(size.width - 1) / 2) > Double(size.width) / 2)
        || (draw.padsRows && abs(point.y - Double(size.height - 1) / 2) > Double(size.height) / 2)
      let isAtEdge = draw.padsColumns || draw.padsRows
      let own = (Int(y.rounded()) * size.width + Int(x.rounded())) % 251
      if found != (isPadded ? 255 : own), !(isAtEdge && [255, own].contains(found) && isNear(point, size)) {
        mistakes.append("pixel \(pixel) has class \(found), not that of \(x), \(y)")
      }
    }
    return mistakes
  }

  /// Whether a place is so near to the end of an image that single precision may take it to either side.
  private static func isNear(_ point: (x: Double, y: Double), _ size: ImageSize) -> Bool {
    abs(abs(point.x - Double(size.width - 1) / 2) - Double(size.width) / 2) < 1e-3
      || abs(abs(point.y - Double(size.height - 1) / 2) - Double(size.height) / 2) < 1e-3
  }

  private static func mirrored(_ place: Double, _ count: Int) -> Double {
    let last = Double(count - 1)
    if last == 0 { return 0 }
    let phase = abs(place).truncatingRemainder(dividingBy: 2 * last)
    return min(phase, 2 * last - phase)
  }

  @Test("Flips, quarter turns, shifts and crops leave every bit alone, beside samples that fields move")
  func exactness() throws {
    let size = ImageSize(width: 31, height: 27)
    let crop = ImageSize(width: 12, height: 10)
    for flags in 0..<16 {
      var exact = Self.augmentation(flags & 7)
      if flags & 8 > 0 { exact.geometry.translation = .init(probability: 1, most: 0.2) }
      var moved = exact
      moved.geometry.elastic.probability = 1
      let draws = [exact, moved].map {
        $0.draw(seed: 5, epoch: 0, position: flags, imageSize: size, cropSize: crop)
      }
      #expect(draws.map(\.isExact) == [true, false])
      let found = try Self.sampled(
        draws.map { try Self.element($0, size, crop: crop) }, crop: crop)
      for pixel in 0..<crop.area {
        let point = draws[0].matrix(x: Double(pixel % crop.width), y: Double(pixel / crop.width))
        let (x, y) = (Self.mirrored(point.x, size.width), Self.mirrored(point.y, size.height))
        #expect(found.x[pixel] == Float(x) && found.y[pixel] == Float(y))
        #expect(found.classes[pixel] == (Int(y) * size.width + Int(x)) % 251)
      }
    }
  }

  @Test("A window of the image gives what the whole image gives, under everything at once")
  func windows() throws {
    let size = ImageSize(width: 64, height: 50)
    let crop = ImageSize(width: 16, height: 13)
    let draws = (0..<60).map {
      Self.augmentation(0xfff).draw(seed: 8, epoch: 0, position: $0, imageSize: size, cropSize: crop)
    }
    let found = try [true, false].map { cut in
      try Self.sampled(draws.map { try Self.element($0, size, crop: crop, cut: cut) }, crop: crop)
    }
    let distance = zip(found[0].x + found[0].y, found[1].x + found[1].y).map { abs($0 - $1) }.max() ?? 1
    #expect(distance < 1e-3)
    // Single precision may send a place half-way between two pixels to either.
    #expect(zip(found[0].classes, found[1].classes).count(where: !=) <= 3)
    let cuts = draws.count { $0.sourceWindow(cropSize: crop, imageSize: size).size.area < size.area / 2 }
    #expect(cuts > 30, "most windows are small")
  }

  @Test(
    "A batch's field has zeros where a sample has none, the sum where it has several; without any there is none"
  )
  func tensor() throws {
    let crop = ImageSize(width: 14, height: 11)
    let all = [0, 1 << 9, 1 << 10, 1 << 11, 7 << 9, 5 << 9].map {
      Self.augmentation($0).draw(seed: 1, epoch: 0, position: 2, imageSize: crop, cropSize: crop).fields
    }
    #expect(all.map(\.count) == [0, 1, 1, 1, 3, 2])
    #expect(try DisplacementField.tensor([[], []], size: crop, on: .cpu) == nil)
    let tensor = try #require(try DisplacementField.tensor(all, size: crop, on: .cpu))
    #expect(tensor.shape == [6, 11, 14, 2] && tensor.dtype == .float32)
    let values: [Float] = try tensor.elements()
    #expect(values.prefix(2 * crop.area).allSatisfy { $0 == 0 })
    for (number, fields) in all.enumerated() {
      for (pixel, expected) in fields.displacements(of: crop).enumerated() {
        let place = 2 * (number * crop.area + pixel)
        #expect(abs(Double(values[place]) - expected.x) < 1e-4)
        #expect(abs(Double(values[place + 1]) - expected.y) < 1e-4)
      }
    }
    #expect(try DisplacementField.tensor(all, size: crop, on: .cpu)?.elements() == values)
  }
}

extension [DisplacementField] {
  /// How far each pixel moves, row by row.
  fileprivate func displacements(of size: ImageSize) -> [(x: Double, y: Double)] {
    var sums = [(x: Double, y: Double)](repeating: (0, 0), count: size.area)
    for field in self {
      let (count, columns) = (field.columns.count, field.columns.values)
      for row in 0..<size.height {
        var lines = [(x: Double, y: Double)](repeating: (0, 0), count: count)
        for index in 0..<field.rows.count {
          let weight = Double(field.rows.values[row * field.rows.count + index])
          if weight == 0 { continue }
          for column in 0..<count {
            lines[column].x += weight * Double(field.x[index * count + column])
            lines[column].y += weight * Double(field.y[index * count + column])
          }
        }
        for pixel in 0..<size.width {
          for column in 0..<count where columns[pixel * count + column] != 0 {
            let weight = Double(columns[pixel * count + column])
            sums[row * size.width + pixel].x += weight * lines[column].x
            sums[row * size.width + pixel].y += weight * lines[column].y
          }
        }
      }
    }
    return sums
  }
}
