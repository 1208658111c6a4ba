import Images
import Torch

/// Samples a batch of images and masks once, each at the places that its own homography gives, on the device of the training.
///
/// All geometric augmentations of a sample compose into that one homography, so that a pixel is interpolated once however many there are.
/// Outside of an image it is mirrored about the centres of its edge pixels (`reflect`, as in `numpy.pad`). Where the homography maps pixels
/// onto pixels (a crop, flips, quarter turns) values come through bit by bit. Where a sample is larger than its image, so that mirroring
/// is all that it can show, masks are `ClassMask.ignored` there: what is made up never counts.
struct Warp {
  /// Where one sample of the batch is read.
  struct Source {
    /// Row-major 3 × 3: takes (x, y, 1) of the result to the image's own pixel coordinates.
    let matrix: [Double]
    /// Width and height of the whole image, about whose edges it is mirrored.
    let width, height: Int
    /// The image's pixel that is the window's first.
    let left, top: Int
    /// The size of the window.
    let columns, rows: Int
    /// Whether masks have what lies left and right of the image, or above and below, as ignored, rather than mirrored.
    var padsColumns = false, padsRows = false

    /// Whether every pixel of the result is a pixel of the source.
    var isExact: Bool {
      matrix.allSatisfy { $0.rounded() == $0 } && Array(matrix[6...]) == [0, 0, 1]
    }
  }

  private let height, width: Int
  private let x, y: Tensor  // [N, H, W], in the window's pixels
  private let farX, farY: Tensor  // the next column and row, where the image has one
  private let isExact: Bool
  /// Where a pixel of the result is padding, `[N, H, W]`; nil where there is none.
  private let padding: Tensor?

  /// Computes where a batch is read.
  ///
  /// - Parameters:
  ///   - sources: one a sample.
  ///   - field: how far each pixel of the result is moved before its source's matrix takes it to the image, x and then y:
  ///     `[N, H, W, 2]` of float32; nil where none is.
  ///   - height: rows of the result.
  ///   - width: columns of the result.
  init(_ sources: [Source], field: Tensor? = nil, height: Int, width: Int, on device: Device) throws {
    (self.height, self.width) = (height, width)
    isExact = field == nil && sources.allSatisfy(\.isExact)
    func each(_ value: (Source) -> Double) throws -> Tensor {
      try Tensor(sources.map { Float(value($0)) }, shape: [sources.count, 1, 1], on: device)
    }
    var column = try Tensor.range(width, .float32, on: device).reshaped([1, 1, width])
    var line = try Tensor.range(height, .float32, on: device).reshaped([1, height, 1])
    if let field { (column, line) = try (column + field.selected(3, 0), line + field.selected(3, 1)) }
    func row(_ first: Int) throws -> Tensor {
      try each { $0.matrix[first] } * column + each { $0.matrix[first + 1] } * line
        + each { $0.matrix[first + 2] }
    }
    var (x, y) = try (row(0), row(3))
    if sources.contains(where: { Array($0.matrix[6...]) != [0, 0, 1] }) {
      let w = try row(6)
      (x, y) = try (x / w, y / w)
    }
    let (lastX, lastY) = try (each { Double($0.width - 1) }, each { Double($0.height - 1) })
    // A pixel belongs to the image up to half a pixel beyond the centres of its edge.
    func beyond(_ place: Tensor, _ last: Tensor, _ pads: (Source) -> Bool) throws -> Tensor {
      let reach = try each { pads($0) ? 0.5 : .infinity }
      return try (place + reach).minimum(last - place + reach).isAtMost(0)
    }
    padding =
      sources.contains { $0.padsColumns || $0.padsRows }
      ? try beyond(x, lastX, \.padsColumns).or(beyond(y, lastY, \.padsRows)) : nil
    let (left, top) = try (each { Double($0.left) }, each { Double($0.top) })
    (x, y) = try (Self.mirrored(x, lastX), Self.mirrored(y, lastY))
    // The window ends where the last pixel with a weight is: single precision may step over it by less than that weight,
    // and a sample that needs no neighbour has none there.
    let (lastColumn, lastRow) = try (each { Double($0.columns - 1) }, each { Double($0.rows - 1) })
    self.x = try (x - left).clamped(0, 1e9).minimum(lastColumn)
    self.y = try (y - top).clamped(0, 1e9).minimum(lastRow)
    farX = try (self.x.floor() + 1).minimum(lastColumn)
    farY = try (self.y.floor() + 1).minimum(lastRow)
  }

  /// Places of an axis, brought into the image by reflection about the centres of its first and last pixel.
  private static func mirrored(_ place: Tensor, _ last: Tensor) throws -> Tensor {
    let period = try (last * 2).maximum(Tensor.ones([1, 1, 1], on: place.device))
    let distance = try place.abs()
    let phase = try distance - (distance / period).floor() * period
    return try phase.minimum(period - phase).clamped(0, 1e9).minimum(last)
  }

  /// The images, bilinearly interpolated.
  ///
  /// - Parameter windows: `[N, rows, columns, C]` of any type.
  /// - Returns: `[N, C, H, W]` of float32, channels last, in the windows' own units.
  func images(_ windows: Tensor) throws -> Tensor {
    let (nearX, nearY) = try (x.floor(), y.floor())
    if isExact { return try pixels(windows, nearX, nearY) }
    let (right, down) = try (weight(x - nearX), weight(y - nearY))
    func line(_ row: Tensor) throws -> Tensor {
      try pixels(windows, nearX, row) * (1 - right) + pixels(windows, farX, row) * right
    }
    return try line(nearY) * (1 - down) + line(farY) * down
  }

  /// The masks, each pixel that of the nearest, padding ignored.
  ///
  /// - Parameter windows: `[N, rows, columns]` class indices.
  /// - Returns: `[N, H, W]` of int64.
  func masks(_ windows: Tensor) throws -> Tensor {
    // A place half-way between two pixels goes to the one that is there.
    let (column, row) = try ((x + 0.5).floor().minimum(farX), (y + 0.5).floor().minimum(farY))
    let values = try gather(windows.unsqueezed(3), column, row)
    let classes = try values.reshaped([values.shape[0], height, width]).converted(to: .int64)
    return try padding.map { try classes.filled(with: Scalar(Int(ClassMask.ignored)), where: $0) } ?? classes
  }

  /// The weight of a neighbour, to be multiplied with `[N, C, H, W]`.
  private func weight(_ fraction: Tensor) throws -> Tensor { try fraction.unsqueezed(1) }

  private func pixels(_ windows: Tensor, _ column: Tensor, _ row: Tensor) throws -> Tensor {
    let values = try gather(windows, column, row).converted(to: .float32)
    let channels = windows.shape[3]
    return try values.reshaped([windows.shape[0], height, width, channels]).permuted([0, 3, 1, 2])
  }

  /// `[N, H·W, C]`: the windows' pixels at these columns and rows.
  private func gather(_ windows: Tensor, _ column: Tensor, _ row: Tensor) throws -> Tensor {
    let shape = windows.shape
    let flat = try windows.reshaped([shape[0], shape[1] * shape[2], shape[3]])
    let place = try row.converted(to: .int64) * Scalar(shape[2]) + column.converted(to: .int64)
    let index = try place.reshaped([shape[0], height * width, 1]).expanded(to: [
      shape[0], height * width, shape[3],
    ])
    return try flat.gathered(1, index)
  }
}
