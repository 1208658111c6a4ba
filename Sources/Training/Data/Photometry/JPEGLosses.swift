import Foundation
import Torch

/// What writing a baseline JPEG file and reading it loses, without a file.
///
/// All that rounds is here as in libjpeg: bytes, their conversion to YCbCr (JFIF), chroma at half the resolution (4:2:0), the
/// coefficients of 8 × 8 blocks under quantisation, and bytes again. What codes the coefficients loses nothing, and is left out.
struct JPEGLosses {
  /// What a coefficient is divided by, row-major 8 × 8.
  private let brightness, colour: [Double]

  /// - Parameter quality: 1...100; scales the example tables of ITU-T T.81, Annex K, as libjpeg's `jpeg_set_quality` does.
  init(quality: Int) {
    let quality = min(max(quality, 1), 100)
    let percent = quality < 50 ? 5000 / quality : 200 - 2 * quality
    func scaled(_ table: [Int]) -> [Double] {
      table.map { Double(min(max(($0 * percent + 50) / 100, 1), 255)) }
    }
    (brightness, colour) = (scaled(Self.luminance), scaled(Self.chrominance))
  }

  /// The image as it is read back, 0...1: `[1, C, H, W]` of one channel (grey) or three (RGB); others are left alone.
  func apply(to image: Tensor) throws -> Tensor {
    let channels = image.shape[1]
    guard channels == 1 || channels == 3 else { return image }
    let bytes = try (image.clamped(0, 1) * 255).rounded().laidOut(.contiguous)
    let decoded = try channels == 1 ? coded(bytes, brightness) : colours(bytes)
    return try decoded / 255
  }

  private func colours(_ bytes: Tensor) throws -> Tensor {
    let (red, green, blue) = try (
      bytes.narrowed(1, 0..<1), bytes.narrowed(1, 1..<2), bytes.narrowed(1, 2..<3)
    )
    // A little less than a half, lest blue alone rounds up to 256.
    let middle = Scalar(128.4999)
    let luma = try (red * 0.299 + green * 0.587 + blue * 0.114 + 0.5).floor()
    let chroma = try Tensor.concatenated(
      [
        (red * -0.168735892 - green * 0.331264108 + blue * 0.5 + middle).floor(),
        (red * 0.5 - green * 0.418687589 - blue * 0.081312411 + middle).floor(),
      ], 0)
    let y = try coded(luma, brightness)
    let both = try enlarged(coded(halved(chroma), colour), height: y.shape[2], width: y.shape[3]) - 128
    let (cb, cr) = try (both.narrowed(0, 0..<1), both.narrowed(0, 1..<2))
    return try Tensor.concatenated(
      [
        y + (cr * 1.402 + 0.5).floor(), y + (cb * -0.344136286 - cr * 0.714136286 + 0.5).floor(),
        y + (cb * 1.772 + 0.5).floor(),
      ], 1
    ).clamped(0, 255)
  }

  /// Planes `[P, 1, H, W]` of bytes after their blocks went through a table; what fills the last blocks repeats the edge.
  private func coded(_ planes: Tensor, _ table: [Double]) throws -> Tensor {
    let (height, width) = (planes.shape[2], planes.shape[3])
    let filled = try Self.padded(planes - 128, toMultiplesOf: 8, 8)
    let shape = filled.shape
    let (count, line) = (shape[0] * shape[2] / 8, shape[3])
    func constant(_ values: [Double], _ shape: [Int]) throws -> Tensor {
      try Tensor(values.map(Float.init), shape: shape, on: planes.device)
    }
    let cosines = try constant(Self.cosines, [8, 8])
    let transposed = try cosines.permuted([1, 0])
    // libjpeg has coefficients in eighths, of which halves of a divisor are frequent: they go away from zero.
    let divisors = try constant(table.map { (1 + 1e-6) / (8 * $0) }, [1, 8, 1, 8])
    let spectrum = try cosines.matrixMultiplied(by: filled.reshaped([count, 8, line]))
      .reshaped([-1, 8]).matrixMultiplied(by: transposed).reshaped([count, 8, line / 8, 8])
    let kept = try ((spectrum * 8).rounded() * divisors).rounded() * constant(table, [1, 8, 1, 8])
    let values = try transposed.matrixMultiplied(by: kept.reshaped([count, 8, line]))
      .reshaped([-1, 8]).matrixMultiplied(by: cosines).reshaped(shape)
    return try (values.narrowed(2, 0..<height).narrowed(3, 0..<width) + 128).rounded().clamped(0, 255)
  }

  /// The means of 2 × 2 pixels, which libjpeg rounds down and up in turn; an odd side's last pixels count twice.
  private func halved(_ planes: Tensor) throws -> Tensor {
    // To the right libjpeg fills blocks before it halves, and below after.
    let filled = try Self.padded(planes, toMultiplesOf: 2, 16)
    let (rows, columns) = (filled.shape[2] / 2, filled.shape[3] / 2)
    let pairs = try filled.reshaped([planes.shape[0], rows, 2, columns, 2])
    let lines = try pairs.selected(2, 0) + pairs.selected(2, 1)
    let sums = try lines.selected(3, 0) + lines.selected(3, 1)
    let rounding = try Tensor((0..<columns).map { Float(1 + $0 % 2) }, on: planes.device)
    return try ((sums + rounding) * 0.25).floor().unsqueezed(1)
  }

  /// Chroma at the full resolution: 3/4 of the nearest and 1/4 of the next along each side, rounded up and down in turn; planes of less than
  /// three columns, as libjpeg has it, by repeating pixels.
  private func enlarged(_ planes: Tensor, height: Int, width: Int) throws -> Tensor {
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    let own = try planes.narrowed(2, 0..<rows).narrowed(3, 0..<columns)
    let large =
      try columns > 2
      ? own.resizedBilinearly(height: 2 * rows, width: 2 * columns)
      : own.resizedToNearest(height: 2 * rows, width: 2 * columns)
    let rounding = try Tensor((0..<width).map { Float($0 % 2 == 0 ? 0.5 : 0.4375) }, on: planes.device)
    return try (large.narrowed(2, 0..<height).narrowed(3, 0..<width) + rounding).floor()
  }

  /// Planes with their last row and column repeated.
  private static func padded(
    _ planes: Tensor, toMultiplesOf rows: Int, _ columns: Int
  ) throws -> Tensor {
    func missing(_ count: Int, _ multiple: Int) -> Int { (multiple - count % multiple) % multiple }
    let (right, bottom) = (missing(planes.shape[3], columns), missing(planes.shape[2], rows))
    guard right > 0 || bottom > 0 else { return planes }
    return try planes.padded(right: right, bottom: bottom, with: .replicate)
  }

  /// The orthonormal cosine transform of 8 values: row u has the cosine of frequency u.
  private static let cosines: [Double] = (0..<64).map { place in
    let (frequency, index) = (place / 8, place % 8)
    let scale = frequency == 0 ? 0.125.squareRoot() : 0.5
    return scale * cos(Double((2 * index + 1) * frequency) * .pi / 16)
  }

  /// ITU-T T.81, table K.1.
  private static let luminance = [
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
  ]

  /// ITU-T T.81, table K.2.
  private static let chrominance = [
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
  ]
}
