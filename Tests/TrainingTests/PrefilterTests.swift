import Images
import Testing
import Torch

@testable import Training

@Suite("Zooming out beyond 2")
struct PrefilterTests {
  let size = ImageSize(width: 128, height: 128)
  let crop = ImageSize(width: 32, height: 32)

  private func draw(zoom: Double, degrees: Double = 0, position: Int = 0) -> Augmentation.Draw {
    var augmentation = Augmentation()
    augmentation.geometry.scale = .init(probability: 1, range: zoom...zoom)
    augmentation.geometry.rotation = .init(probability: 1, most: degrees)
    return augmentation.draw(seed: 2, epoch: 0, position: position, imageSize: size, cropSize: crop)
  }

  /// A sample from a window, or from the whole image, of one grey value a pixel.
  private func sampled(
    _ draw: Augmentation.Draw, cut: Bool = true, value: (_ x: Int, _ y: Int) -> Bool
  ) throws -> (images: [Float], masks: [Int]) {
    let window = cut ? draw.sourceWindow(cropSize: crop, imageSize: size) : nil
    let values = (0..<size.area).map { value($0 % size.width, $0 / size.width) }
    let image = try #require(
      PixelImage(size: size, channels: 1, storage: .uint8(values.map { $0 ? 255 : 0 })))
    let mask = try #require(ClassMask(size: size, indices: values.map { $0 ? 1 : 0 }))
    let element = WindowBatch.Element(
      id: "a", image: window.map { image.cropped(to: $0) } ?? image,
      mask: window.map { mask.cropped(to: $0) } ?? mask, imageSize: size,
      origin: (window?.columns.lowerBound ?? 0, window?.rows.lowerBound ?? 0), draw: draw,
      scaling: .none(channels: 1))
    let batch = try WindowBatch(elements: [element], cropSize: crop).sampled(on: .cpu)
    return try (batch.images.elements(), batch.masks.elements())
  }

  private func deviation(_ values: [Float]) -> Float {
    let mean = values.reduce(0, +) / Float(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
  }

  @Test("turns a pattern that is too fine into grey, and not into another", arguments: [0.34, 0.3, 0.26])
  func grating(zoom: Double) throws {
    // Stripes of 3 pixels' period: between one pixel in 3 and one in 4, skipping makes wide stripes of them.
    let (images, masks) = try sampled(draw(zoom: zoom)) { x, _ in x % 3 == 0 }
    let middle = (8..<24).flatMap { y in (8..<24).map { images[y * 32 + $0] } }
    #expect(deviation(middle) < 0.12)
    // What it would be: the mask is still one pixel's.
    #expect(deviation(masks.map(Float.init)) > 0.25)
    #expect(Set(masks) == [0, 1])
  }

  @Test("keeps what is coarse enough: an edge stays as sharp as a pixel")
  func edge() throws {
    let draw = draw(zoom: 0.3)
    let edge = Int(draw.matrix(x: 15.5, y: 15.5).x)
    let (images, _) = try sampled(draw) { x, _ in x < edge }
    let row = (0..<32).map { images[16 * 32 + $0] }
    #expect(row.filter { $0 > 0.02 && $0 < 0.98 }.count <= 2)
    #expect(row[13] > 0.99 && row[18] < 0.01)
  }

  @Test("A place of each pixel's mean is read inside of the window, so that the whole image gives the same")
  func windows() throws {
    for position in 0..<12 {
      let draw = draw(zoom: 0.27, degrees: 180, position: position)
      #expect(draw.taps(cropSize: crop) == 4)
      let (cut, whole) = try (
        sampled(draw) { ($0 / 2 + $1) % 3 == 0 }, sampled(draw, cut: false) { ($0 / 2 + $1) % 3 == 0 }
      )
      #expect(zip(cut.images, whole.images).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test("Up to 2 a pixel is one interpolation, to the bit, however the sample is turned")
  func upToTwo() throws {
    for position in 0..<20 {
      let draw = draw(zoom: 0.5, degrees: 180, position: position)
      #expect(draw.taps(cropSize: crop) == 1)
      let source = Warp.Source(
        matrix: draw.matrix.rows, width: 128, height: 128, left: 0, top: 0, columns: 128, rows: 128,
        divisor: 255)
      let values = (0..<size.area).map { UInt8(($0 % 128) % 3 == 0 ? 255 : 0) }
      let once = try Warp([source], height: 32, width: 32, on: .cpu)
        .gatheredImages(Tensor(values, shape: [1, 128, 128, 1])).elements(as: Float.self)
      #expect(try sampled(draw, cut: false) { x, _ in x % 3 == 0 }.images == once)
    }
  }

  @Test("takes as many places along a side as the sample is smaller, at most 8")
  func taps() {
    let places = [1, 0.5, 0.49, 0.34, 0.33, 0.25, 0.2, 0.13, 0.125, 0.05].map { zoom in
      draw(zoom: zoom).taps(cropSize: crop)
    }
    #expect(places == [1, 1, 3, 3, 4, 4, 5, 8, 8, 8])
  }
}
