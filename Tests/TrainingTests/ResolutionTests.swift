import Foundation
import Testing
import Torch

@testable import Images
@testable import Training

/// A Siemens star is warped, and compared with the analytic star at the places where it was read.
@Suite("A chain of geometric augmentations is as sharp as one")
struct ResolutionTests {
  /// One wave around the centre has this many periods: at radius r they are 2πr/40 pixels long.
  private static let spokes = 40.0
  private static let size = ImageSize(width: 256, height: 256)

  private static let rotation: @Sendable (inout Augmentation.Geometry) -> Void = {
    $0.rotation = .init(probability: 1, most: 45)
  }
  private static let others: [@Sendable (inout Augmentation.Geometry) -> Void] = [
    { $0.scale = .init(probability: 1, range: 1.1...1.2) },
    { $0.shear = .init(probability: 1, most: 12) },
    { $0.perspective = .init(probability: 1, most: 0.1) },
    { ($0.elastic.probability, $0.elastic.displacement) = (1, 8) },
  ]

  /// The star at a place of the image, -1...1.
  private static func star(_ x: Double, _ y: Double) -> Double { cos(spokes * atan2(y - 127.5, x - 127.5)) }

  /// What a draw of these variations makes of an image.
  private static func warped(
    _ image: [Float], _ seed: UInt64, _ changes: [@Sendable (inout Augmentation.Geometry) -> Void]
  ) throws -> [Float] {
    let draw = draw(seed, changes)
    let whole = PixelRectangle(columns: 0..<size.width, rows: 0..<size.height)
    let element = WindowBatch.Element(
      id: "star", image: try #require(PixelImage(size: size, channels: 1, storage: .float(image))),
      mask: try #require(ClassMask(size: size, indices: Array(repeating: 0, count: size.area))),
      imageSize: size, origin: (whole.columns.lowerBound, whole.rows.lowerBound), draw: draw,
      scaling: .none(channels: 1))
    return try WindowBatch(elements: [element], cropSize: size).sampled(on: .cpu).images.elements()
  }

  private static func draw(
    _ seed: UInt64, _ changes: [@Sendable (inout Augmentation.Geometry) -> Void]
  ) -> Augmentation.Draw {
    var augmentation = Augmentation()
    for change in changes { change(&augmentation.geometry) }
    return augmentation.draw(seed: seed, epoch: 0, position: 0, imageSize: size, cropSize: size)
  }

  /// How much of the star's contrast is left at each of these radii of the star, 1 for all: the slope of what is seen over what the
  /// star has where it is read.
  private static func modulation(
    _ seen: [Float], _ places: [(x: Double, y: Double)], radii: [ClosedRange<Double>]
  ) -> [Double] {
    radii.map { radii in
      var (product, square) = (0.0, 0.0)
      for (value, place) in zip(seen, places) {
        guard radii.contains(hypot(place.x - 127.5, place.y - 127.5)) else { continue }
        let truth = star(place.x, place.y)
        (product, square) = (product + Double(value) * truth, square + truth * truth)
      }
      return product / square
    }
  }

  @Test(
    "Five in one keep the contrast of one bilinear resampling within 0.02 at each radius, where five resamplings lose far more"
  )
  func star() throws {
    let image = (0..<Self.size.area).map { Float(Self.star(Double($0 % 256), Double($0 / 256))) }
    // Periods of 4, 5, 7, 10 and 14 pixels.
    let radii = [4.0, 5, 7, 10, 14].map { period in
      let radius = period * Self.spokes / (2 * .pi)
      return radius * 0.95...radius * 1.05
    }
    for seed: UInt64 in 0..<4 {
      let five = Self.draw(seed, [Self.rotation] + Self.others)
      let fields = try #require(
        try DisplacementField.tensor([five.fields], size: Self.size, on: .cpu)?.elements(as: Float.self))
      let places = (0..<Self.size.area).map {
        five.matrix(
          x: Double($0 % 256) + Double(fields[2 * $0]), y: Double($0 / 256) + Double(fields[2 * $0 + 1]))
      }
      let composed = Self.modulation(
        try Self.warped(image, seed, [Self.rotation] + Self.others), places, radii: radii)
      let turned = Self.draw(seed, [Self.rotation])
      let one = Self.modulation(
        try Self.warped(image, seed, [Self.rotation]),
        (0..<Self.size.area).map { turned.matrix(x: Double($0 % 256), y: Double($0 / 256)) }, radii: radii)
      var chained = try Self.warped(image, seed, [Self.rotation])
      for change in Self.others { chained = try Self.warped(chained, seed, [change]) }
      let fiveTimes = Self.modulation(chained, places, radii: radii)
      for (number, period) in [4.0, 5, 7, 10, 14].enumerated() {
        let bilinear = pow(sin(.pi / period) / (.pi / period), 2)
        // The waves of one turn meet the pixels in a few ways only, those of a bent star in all.
        #expect(abs(one[number] - bilinear) < 0.06, "one turn keeps what theory says: \(one), \(bilinear)")
        #expect(abs(composed[number] - bilinear) < 0.02, "\(composed), \(bilinear)")
        let left = 1 - 3.5 * (1 - bilinear)
        #expect(fiveTimes[number] < max(left, 0.6), "the test can tell: \(fiveTimes), \(bilinear)")
      }
    }
  }
}
