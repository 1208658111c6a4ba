import Images
import Torch

/// The warp by tensors' operations, on any device: in the order of those in CTorch's warp_kernels.h, so that both give the same bits.
extension Warp {
  /// Places of samples, each coordinate `[n, H, W]`.
  private struct Places {
    let x, y: Tensor
  }

  /// As `images`.
  func gatheredImages(_ windows: Tensor) throws -> Tensor {
    let all = 0..<sources.count
    let images = try bilinear(windows, samples: all, shift: (0, 0))
    for (number, source) in sources.enumerated() where source.taps > 1 {
      let sample = number..<(number + 1)
      try images.narrowed(0, sample).copy(from: mean(windows.narrowed(0, sample), sample, taps: source.taps))
    }
    if sources.allSatisfy({ $0.divisor == 1 }) { return images }
    return try images / each(.divisor, all).unsqueezed(1)
  }

  /// As `masks`.
  func gatheredMasks(_ windows: Tensor) throws -> Tensor {
    let all = 0..<sources.count
    let place = try places(all, shift: (0, 0))
    let (x, y) = try (
      inWindow(place.x, all, .lastX, .left, .lastColumn), inWindow(place.y, all, .lastY, .top, .lastRow)
    )
    // A place half-way between two pixels goes to the next one; a sum that rounding brought there must not leave the window.
    let (column, row) = try ((x + 0.5).floor().minimum(x.ceiling()), (y + 0.5).floor().minimum(y.ceiling()))
    let values = try gather(windows.unsqueezed(3), column, row)
    let classes = try values.reshaped([sources.count, height, width]).converted(to: .int64)
    guard sources.contains(where: { $0.padsColumns || $0.padsRows }) else { return classes }
    let padding = try beyond(place.x, all, .lastX, .reachX).or(beyond(place.y, all, .lastY, .reachY))
    return try classes.filled(with: Scalar(Int(ClassMask.ignored)), where: padding)
  }

  /// One sample of which each pixel is the mean of several places.
  private func mean(_ window: Tensor, _ sample: Range<Int>, taps: Int) throws -> Tensor {
    func shift(_ tap: Int) -> Float { Float((Double(tap) + 0.5) / Double(taps) - 0.5) }
    let sum = try bilinear(window, samples: sample, shift: (shift(0), shift(0)))
    for tap in 1..<(taps * taps) {
      try sum.addInPlace(
        bilinear(window, samples: sample, shift: (shift(tap % taps), shift(tap / taps))))
    }
    // A tensor: by a number, some devices multiply with its inverse.
    return try sum / Tensor.full([1], Scalar(taps * taps), on: sum.device)
  }

  private func bilinear(_ windows: Tensor, samples: Range<Int>, shift: (x: Float, y: Float)) throws -> Tensor
  {
    let place = try places(samples, shift: shift)
    let x = try inWindow(place.x, samples, .lastX, .left, .lastColumn)
    let y = try inWindow(place.y, samples, .lastY, .top, .lastRow)
    let (nearX, nearY) = try (x.floor(), y.floor())
    if field == nil && sources[samples].allSatisfy(\.isExact) { return try pixels(windows, nearX, nearY) }
    // A place that needs no neighbour is its own.
    let (farX, farY) = try (x.ceiling(), y.ceiling())
    let (right, down) = try ((x - nearX).unsqueezed(1), (y - nearY).unsqueezed(1))
    func line(_ row: Tensor) throws -> Tensor {
      try pixels(windows, nearX, row) * (1 - right) + pixels(windows, farX, row) * right
    }
    return try line(nearY) * (1 - down) + line(farY) * down
  }

  /// A number of each sample, `[n, 1, 1]`.
  private func each(_ number: Number, _ samples: Range<Int>) throws -> Tensor {
    try each(number.rawValue, samples)
  }

  private func each(_ number: Int, _ samples: Range<Int>) throws -> Tensor {
    try numbers.narrowed(0, samples).narrowed(1, number..<(number + 1)).reshaped([samples.count, 1, 1])
  }

  /// Where pixels are read in the whole images.
  private func places(_ samples: Range<Int>, shift: (x: Float, y: Float)) throws -> Places {
    let device = numbers.device
    var x = try Tensor.range(width, .float32, on: device).reshaped([1, 1, width]) + Scalar(Double(shift.x))
    var y = try Tensor.range(height, .float32, on: device).reshaped([1, height, 1]) + Scalar(Double(shift.y))
    if let field = try field?.narrowed(0, samples) {
      (x, y) = try (x + field.selected(3, 0), y + field.selected(3, 1))
    }
    func row(_ first: Int) throws -> Tensor {
      try each(first, samples) * x + each(first + 1, samples) * y + each(first + 2, samples)
    }
    let place = try Places(x: row(0), y: row(3))
    guard sources[samples].contains(where: \.hasPerspective) else { return place }
    let w = try row(6)
    return try Places(x: place.x / w, y: place.y / w)
  }

  /// Whether places of an axis are further from the image than masks reach.
  private func beyond(
    _ place: Tensor, _ samples: Range<Int>, _ last: Number, _ reach: Number
  ) throws -> Tensor {
    let (last, reach) = try (each(last, samples), each(reach, samples))
    return try (place + reach).minimum(last - place + reach).isAtMost(0)
  }

  /// Places of an axis in the windows, by reflection about the centres of the image's first and last pixel.
  ///
  /// The window ends where the last pixel with a weight is: single precision may step over it by less than that weight.
  private func inWindow(
    _ place: Tensor, _ samples: Range<Int>, _ last: Number, _ first: Number, _ lastInWindow: Number
  ) throws -> Tensor {
    let last = try each(last, samples)
    let period = try (last * 2).maximum(Tensor.ones([1, 1, 1], on: place.device))
    let distance = try place.abs()
    let phase = try distance - (distance / period).floor() * period
    let nearer = try positive(phase.minimum(period - phase))
    let inside = try nearer.minimum(last) - each(first, samples)
    return try positive(inside).minimum(each(lastInWindow, samples))
  }

  /// 0 for what is negative, and for NaN: an index has to be in the window whatever the place.
  private func positive(_ place: Tensor) throws -> Tensor {
    try place.chosen(where: place.isGreater(than: 0), else: Tensor.zeros([1, 1, 1], on: place.device))
  }

  private func pixels(_ windows: Tensor, _ column: Tensor, _ row: Tensor) throws -> Tensor {
    let values = try gather(windows, column, row).converted(to: .float32)
    let (samples, channels) = (windows.shape[0], windows.shape[3])
    return try values.reshaped([samples, height, width, channels]).permuted([0, 3, 1, 2])
  }

  /// `[n, H·W, C]`: the windows' pixels at these columns and rows.
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
