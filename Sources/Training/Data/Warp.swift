import Images
import Torch

/// Samples a batch of images and masks once, each at the places that its own homography gives, on the device of the training.
///
/// All geometric augmentations of a sample compose into that one homography and one field of displacements, so that a pixel is
/// interpolated once however many there are: the result's pixel p is read at M(p + d(p)). Outside of an image it is mirrored about the
/// centres of its edge pixels (`reflect`, as in `numpy.pad`). Where the map takes pixels onto pixels (a crop, flips, quarter turns) values
/// come through bit by bit. Where a sample is larger than its image, so that mirroring is all that it can show, masks are
/// `ClassMask.ignored` there: what is made up never counts.
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
    /// Places along each side of a pixel whose mean an image has (`Augmentation.Draw.taps`).
    var taps = 1
    /// What the image's values are divided by.
    var divisor = 1.0

    /// Whether every pixel of the result is a pixel of the source, but for a field.
    var isExact: Bool {
      taps == 1 && matrix.allSatisfy { $0.rounded() == $0 } && !hasPerspective
    }

    var hasPerspective: Bool { Array(matrix[6...]) != [0, 0, 1] }

    /// What a device knows of the sample, each at the place that `Number` names.
    var numbers: [Float] {
      let place = [width - 1, height - 1, left, top, columns - 1, rows - 1].map(Float.init)
      // A pixel belongs to the image up to half a pixel beyond the centres of its edge.
      let reach: [Float] = [padsColumns, padsRows].map { $0 ? 0.5 : .infinity }
      return matrix.map(Float.init) + place + reach + [Float(taps), Float(divisor)]
    }
  }

  /// The places of a sample's numbers after its matrix; warp_kernels.h has the same order.
  enum Number: Int {
    case lastX = 9
    case lastY, left, top, lastColumn, lastRow, reachX, reachY, taps, divisor
  }

  let sources: [Source]
  let height, width: Int
  /// `[N, 19]`: `Source.numbers`.
  let numbers: Tensor
  /// `[N, H, W, 2]` of float32: what is added to a pixel's x and y before the homography.
  let field: Tensor?

  /// Says where a batch is read.
  ///
  /// - Parameters:
  ///   - sources: one a sample.
  ///   - field: `[N, H, W, 2]` of float32 on the device, in pixels of the result, x then y; nil where no sample has one.
  ///   - height: rows of the result.
  ///   - width: columns of the result.
  init(
    _ sources: [Source], field: Tensor? = nil, height: Int, width: Int, on device: Device
  ) throws {
    (self.sources, self.height, self.width, self.field) = (sources, height, width, field)
    let rows = sources.map(\.numbers)
    numbers = try Tensor(rows.flatMap(\.self), shape: [rows.count, rows.first?.count ?? 0], on: device)
  }

  /// Whether our kernels do it, which know only the CPU's memory; tensors' operations give the same bits anywhere.
  private var isOnCPU: Bool { numbers.device == .cpu }

  /// The images, bilinearly interpolated.
  ///
  /// - Parameter windows: `[N, rows, columns, C]` of uint8 or float32.
  /// - Returns: `[N, C, H, W]` of float32, channels last, divided by the sources' divisors.
  func images(_ windows: Tensor) throws -> Tensor {
    guard isOnCPU else { return try gatheredImages(windows) }
    return try windows.warpedImages(by: numbers, field: field, height: height, width: width)
  }

  /// The masks, each pixel that of the nearest, padding ignored.
  ///
  /// - Parameter windows: `[N, rows, columns]` class indices of uint8.
  /// - Returns: `[N, H, W]` of int64.
  func masks(_ windows: Tensor) throws -> Tensor {
    guard isOnCPU else { return try gatheredMasks(windows) }
    let padding = Int(ClassMask.ignored)
    return try windows.warpedMasks(
      by: numbers, field: field, height: height, width: width, padding: padding)
  }
}
