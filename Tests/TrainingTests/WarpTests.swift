import Images
import Testing
import Torch

@testable import Training

@Suite("The one warp")
struct WarpTests {
  let size = ImageSize(width: 23, height: 17)

  /// An image whose two channels are each pixel's own x and y.
  private func coordinates() throws -> Tensor {
    let values = (0..<size.height).flatMap { y in (0..<size.width).flatMap { x in [Float(x), Float(y)] } }
    return try Tensor(values, shape: [1, size.height, size.width, 2])
  }

  /// A mask in which each pixel has a class of its own, as far as bytes go.
  private func numbered() throws -> Tensor {
    try Tensor((0..<size.area).map { UInt8($0 % 251) }, shape: [1, size.height, size.width])
  }

  private func source(_ matrix: [Double]) -> Warp.Source {
    Warp.Source(
      matrix: matrix, width: size.width, height: size.height, left: 0, top: 0, columns: size.width,
      rows: size.height)
  }

  @Test("The identity leaves every bit alone")
  func identity() throws {
    let warp = try Warp([source([1, 0, 0, 0, 1, 0, 0, 0, 1])], height: 17, width: 23, on: .cpu)
    let image: [Float] = try warp.images(coordinates()).permuted([0, 2, 3, 1]).elements()
    #expect(try image == coordinates().elements())
    #expect(try warp.masks(numbered()).elements() == numbered().elements(as: Int.self))
  }

  @Test("Flips and quarter turns move pixels whole", arguments: 0..<8)
  func exact(number: Int) throws {
    var augmentation = Augmentation()
    augmentation.geometry.horizontalFlip = number & 1 > 0 ? 1 : 0
    augmentation.geometry.verticalFlip = number & 2 > 0 ? 1 : 0
    augmentation.geometry.quarterTurns = number & 4 > 0 ? 1 : 0
    let crop = ImageSize(width: 12, height: 12)
    for position in 0..<6 {
      let draw = augmentation.draw(seed: 3, epoch: 0, position: position, imageSize: size, cropSize: crop)
      let warp = try Warp([source(draw.matrix.rows)], height: 12, width: 12, on: .cpu)
      let places: [Float] = try warp.images(coordinates()).permuted([0, 2, 3, 1]).elements()
      let classes: [Int] = try warp.masks(numbered()).elements()
      for pixel in 0..<crop.area {
        let expected = draw.matrix(x: Double(pixel % 12), y: Double(pixel / 12))
        #expect(places[2 * pixel] == Float(expected.x) && places[2 * pixel + 1] == Float(expected.y))
        #expect(classes[pixel] == (Int(expected.y) * size.width + Int(expected.x)) % 251)
      }
    }
  }

  @Test(
    "The mask follows the image to the pixel under rotation and scale, also where it is mirrored at an edge")
  func maskFollowsImage() throws {
    var augmentation = Augmentation()
    (augmentation.geometry.horizontalFlip, augmentation.geometry.quarterTurns) = (0.5, 0.5)
    augmentation.geometry.rotation = .init(probability: 1, most: 180)
    augmentation.geometry.scale = .init(probability: 1, range: 0.5...2)
    let crop = ImageSize(width: 16, height: 14)
    for position in 0..<20 {
      let draw = augmentation.draw(seed: 1, epoch: 2, position: position, imageSize: size, cropSize: crop)
      let warp = try Warp([source(draw.matrix.rows)], height: crop.height, width: crop.width, on: .cpu)
      let places: [Float] = try warp.images(coordinates()).permuted([0, 2, 3, 1]).elements()
      let classes: [Int] = try warp.masks(numbered()).elements()
      for pixel in 0..<crop.area {
        let (x, y) = (places[2 * pixel], places[2 * pixel + 1])
        let isTie = abs(x - x.rounded(.down) - 0.5) < 1e-3 || abs(y - y.rounded(.down) - 0.5) < 1e-3
        if isTie { continue }
        #expect(classes[pixel] == (Int(y.rounded()) * size.width + Int(x.rounded())) % 251)
      }
    }
  }

  @Test("A window of the source gives what the whole source gives")
  func windows() throws {
    var augmentation = Augmentation()
    augmentation.geometry.rotation = .init(probability: 0.5, most: 40)
    augmentation.geometry.scale = .init(probability: 0.5, range: 0.5...2)
    let crop = ImageSize(width: 9, height: 8)
    for position in 0..<30 {
      let draw = augmentation.draw(seed: 5, epoch: 0, position: position, imageSize: size, cropSize: crop)
      let window = draw.sourceWindow(cropSize: crop, imageSize: size)
      let part = try coordinates().narrowed(1, window.rows).narrowed(2, window.columns).laidOut(.contiguous)
      let windowed = Warp.Source(
        matrix: draw.matrix.rows, width: size.width, height: size.height, left: window.columns.lowerBound,
        top: window.rows.lowerBound, columns: window.size.width, rows: window.size.height)
      let whole: [Float] = try Warp([source(draw.matrix.rows)], height: 8, width: 9, on: .cpu)
        .images(coordinates()).elements()
      #expect(try Warp([windowed], height: 8, width: 9, on: .cpu).images(part).elements() == whole)
    }
  }

  @Test(
    "A sample that is only cropped comes through bit by bit beside one that is turned, at the far corner too")
  func mixedBatch() throws {
    let crop = ImageSize(width: 9, height: 8)
    let (left, top) = (size.width - crop.width, size.height - crop.height)
    let place = [1, 0, Double(left), 0, 1, Double(top), 0, 0, 1]
    let window = try coordinates().narrowed(1, top..<size.height).narrowed(2, left..<size.width)
    let cropped = Warp.Source(
      matrix: place, width: size.width, height: size.height, left: left, top: top, columns: crop.width,
      rows: crop.height)
    let (sine, cosine) = (0.5, 0.75.squareRoot())
    let turned = Warp.Source(
      matrix: [cosine, -sine, 12, sine, cosine, 8, 0, 0, 1], width: size.width, height: size.height,
      left: left,
      top: top, columns: crop.width, rows: crop.height)
    let warp = try Warp([turned, cropped], height: crop.height, width: crop.width, on: .cpu)
    let images = try warp.images(.concatenated([window, window], 0))
    #expect(
      try images.narrowed(0, 1..<2).permuted([0, 2, 3, 1]).elements(as: Float.self) == window.elements())
  }

  @Test("A homography with perspective divides")
  func perspective() throws {
    let warp = try Warp([source([1, 0, 0, 0, 1, 0, 0.05, 0, 1])], height: 4, width: 8, on: .cpu)
    let places: [Float] = try warp.images(coordinates()).permuted([0, 2, 3, 1]).elements()
    for x in 0..<8 { #expect(abs(places[2 * x] - Float(x) / (1 + 0.05 * Float(x))) < 1e-5) }
  }
}
