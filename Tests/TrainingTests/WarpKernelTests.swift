import Images
import Testing
import Torch

@testable import Training

@Suite("The warp's kernel")
struct WarpKernelTests {
  /// A batch of random windows, and how it is read.
  private struct Setup {
    let warp: Warp
    let images, masks: Tensor
  }

  private func values(_ count: Int, _ stream: inout RandomStream) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
  }

  private func matrix(
    _ result: ImageSize, _ image: ImageSize, perspective: Bool, _ stream: inout RandomStream
  ) -> [Double] {
    func number(_ most: Double) -> Double { stream.uniform(in: -most...most) }
    let zoom = stream.uniform(in: 0.2...4)
    let (a, b, c, d) = (zoom + number(1), number(1), number(1), zoom + number(1))
    let exact = stream.chance(0.25)
    let last =
      perspective ? [number(0.2 / Double(result.width)), number(0.2 / Double(result.height)), 1] : [0, 0, 1]
    let shift = (number(Double(2 * image.width)), number(Double(2 * image.height)))
    if exact { return [-1, 0, shift.0.rounded(), 0, 1, shift.1.rounded(), 0, 0, 1] }
    return [a, b, shift.0, c, d, shift.1] + last
  }

  private func setup(_ number: Int) throws -> Setup {
    var stream = RandomStream(seed: 17, position: number, purpose: .synthesis)
    func size(_ most: Int) -> ImageSize {
      ImageSize(width: 1 + stream.integer(below: most), height: 1 + stream.integer(below: most))
    }
    let (result, window) = (number % 7 == 0 ? ImageSize(width: 300, height: 3) : size(24), size(30))
    let (count, channels) = (1 + stream.integer(below: 3), [1, 2, 3, 4, 5][number % 5])
    let sources = (0..<count).map { _ in
      let origin = (x: stream.integer(below: 5), y: stream.integer(below: 5))
      let more = (stream.integer(below: 9), stream.integer(below: 9))
      let (columns, rows) = (
        1 + stream.integer(below: window.width), 1 + stream.integer(below: window.height)
      )
      let image = ImageSize(width: origin.x + columns + more.0, height: origin.y + rows + more.1)
      return Warp.Source(
        matrix: matrix(result, image, perspective: number % 3 == 0, &stream), width: image.width,
        height: image.height, left: origin.x, top: origin.y, columns: columns, rows: rows,
        padsColumns: stream.chance(0.3), padsRows: stream.chance(0.3),
        taps: stream.chance(0.3) ? 2 + stream.integer(below: 4) : 1,
        divisor: [1, 255, 65535][stream.integer(below: 3)])
    }
    let field = (0..<count * result.area * 2).map { _ in Float(stream.uniform(in: -6...6)) }
    let warp = try Warp(
      sources,
      field: number % 2 == 0 ? Tensor(field, shape: [count, result.height, result.width, 2]) : nil,
      height: result.height, width: result.width, on: .cpu)
    let shape = [count, window.height, window.width, channels]
    let bytes = try Tensor(values(count * window.area * channels, &stream), shape: shape)
    let masks = try Tensor(values(count * window.area, &stream), shape: Array(shape.prefix(3)))
    return try Setup(
      warp: warp, images: number % 4 < 2 ? bytes : bytes.converted(to: .float32) * Scalar(0.37), masks: masks)
  }

  @Test("gives what tensors' operations give, to the bit, whatever the maps, sizes, channels and types")
  func sameAsTensors() throws {
    for number in 0..<105 {
      let setup = try setup(number)
      let (images, masks) = try (setup.warp.images(setup.images), setup.warp.masks(setup.masks))
      let (gathered, classes) = try (
        setup.warp.gatheredImages(setup.images), setup.warp.gatheredMasks(setup.masks)
      )
      #expect(images.isLaidOut(.channelsLast) && images.shape == gathered.shape)
      #expect(
        try images.elements(as: Float.self).map(\.bitPattern)
          == gathered.elements(as: Float.self).map(\.bitPattern), "case \(number)")
      #expect(try masks.elements(as: Int.self) == classes.elements(as: Int.self), "case \(number)")
    }
  }

  @Test("gives the same with any number of threads, each pixel once")
  func threads() throws {
    let count = LibTorch.threadCount
    defer { try? LibTorch.setThreadCount(count) }
    let setup = try setup(3)
    let results = try [1, 2, 5].map { threads in
      try LibTorch.setThreadCount(threads)
      return try setup.warp.images(setup.images).elements(as: Float.self)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("reads each pixel where the field and then the homography take it")
  func field() throws {
    let size = ImageSize(width: 9, height: 7)
    let values = (0..<size.area).map { Float($0) }
    // Two to the right and one down, and then everything mirrored: the field is in the result's pixels.
    let field = try Tensor((0..<30).flatMap { _ in [Float(2), 1] }, shape: [1, 5, 6, 2])
    let source = Warp.Source(
      matrix: [-1, 0, 8, 0, 1, 0, 0, 0, 1], width: 9, height: 7, left: 0, top: 0, columns: 9, rows: 7)
    let warp = try Warp([source], field: field, height: 5, width: 6, on: .cpu)
    let images: [Float] = try warp.images(Tensor(values, shape: [1, 7, 9, 1])).elements()
    let masks: [Int] = try warp.masks(Tensor(values.map { UInt8($0) }, shape: [1, 7, 9])).elements()
    let expected = (0..<30).map { ($0 / 6 + 1) * 9 + 6 - $0 % 6 }
    #expect(images == expected.map(Float.init) && masks == expected)
  }

  @Test("reads nothing beyond the last byte of its windows")
  func lastPixel() throws {
    // The window is the whole of its tensor, and its last pixel is read from every side.
    for channels in [3, 4] {
      let values = (0..<4 * channels).map { UInt8($0) }
      let source = Warp.Source(
        matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], width: 2, height: 2, left: 0, top: 0, columns: 2, rows: 2)
      let warp = try Warp([source], height: 2, width: 2, on: .cpu)
      let images: [Float] = try warp.images(Tensor(values, shape: [1, 2, 2, channels]))
        .permuted([0, 2, 3, 1]).elements()
      #expect(images == values.map(Float.init))
    }
  }

  @Test("Where a place is a pixel's centre, NaN beside it plays no part")
  func neighbours() throws {
    let source = Warp.Source(
      matrix: [1, 0, 0, 0, 1, 0.5, 0, 0, 1], width: 3, height: 2, left: 0, top: 0, columns: 3, rows: 2)
    let window = try Tensor([1, .nan, 3, 5, .nan, 7] as [Float], shape: [1, 2, 3, 1])
    let warp = try Warp([source], height: 1, width: 3, on: .cpu)
    for images in try [warp.images(window), warp.gatheredImages(window)] {
      let values: [Float] = try images.elements()
      #expect(values[0] == 3 && values[1].isNaN && values[2] == 5)
    }
  }

  @Test("A map that divides by zero, or whose numbers are no numbers, still reads the window")
  func notANumber() throws {
    for matrix in [[1, 0, 0, 0, 1, 0, -0.5, 0, 1], Array(repeating: Double.nan, count: 9)] {
      let source = Warp.Source(
        matrix: matrix, width: 4, height: 3, left: 0, top: 0, columns: 4, rows: 3, padsColumns: true)
      let warp = try Warp([source], height: 3, width: 4, on: .cpu)
      let window = try Tensor((0..<12).map { UInt8($0) }, shape: [1, 3, 4, 1])
      let images = try [warp.images(window), warp.gatheredImages(window)].map {
        try $0.elements(as: Float.self)
      }
      #expect(images[0] == images[1] && images[0].allSatisfy { 0...11 ~= $0 })
      let masks = try window.reshaped([1, 3, 4])
      #expect(
        try warp.masks(masks).elements(as: Int.self) == warp.gatheredMasks(masks).elements(as: Int.self))
    }
  }

  @Test("A window that is smaller than its numbers say is refused")
  func smallWindow() throws {
    let source = Warp.Source(
      matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], width: 4, height: 3, left: 0, top: 0, columns: 4, rows: 3)
    let warp = try Warp([source], height: 3, width: 4, on: .cpu)
    let window = try Tensor.zeros([1, 3, 3, 1], .uint8)
    let error = #expect(throws: TorchError.self) { try warp.images(window) }
    #expect(error?.message.hasPrefix("a sample reads beyond its window of 3 rows and 3 columns") == true)
    let field = try Warp([source], field: .zeros([1, 3, 3, 2]), height: 3, width: 4, on: .cpu)
    let wrong = #expect(throws: TorchError.self) { try field.masks(.zeros([1, 3, 4], .uint8)) }
    #expect(wrong?.message.hasPrefix("the field is [1, 3, 3, 2], and the result takes [1, 3, 4, 2]") == true)
  }
}
