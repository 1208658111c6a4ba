import CTorch

/// A batch of images cut out of larger ones, in the CPU's memory: our own kernels.
extension Tensor {
  /// Images `[N, C, H, W]` of `float32`, channels last, each interpolated bilinearly at the places of a homography and a field.
  ///
  /// This tensor has the windows that are read, `[N, rows, columns, C]` of `uint8` or `float32`. A tenth of the time of gathers.
  ///
  /// - Parameters:
  ///   - numbers: `[N, 19]`, a row a sample, as `Warp.Source` in Training writes them.
  ///   - field: `[N, H, W, 2]`, added to each pixel's x and y before the homography.
  public func warpedImages(
    by numbers: Tensor, field: Tensor?, height: Int, width: Int
  ) throws(TorchError) -> Tensor {
    try Tensor.make("warp_images", [self, numbers, field]) {
      ctorch_warp_images(handle, numbers.handle, field?.handle, height, width)
    }
  }

  /// Masks `[N, H, W]` of `int64`, each pixel the nearest one at the places of a homography and a field, or `padding`.
  ///
  /// This tensor has the windows that are read, `[N, rows, columns]` of `uint8`.
  public func warpedMasks(
    by numbers: Tensor, field: Tensor?, height: Int, width: Int, padding: Int
  ) throws(TorchError) -> Tensor {
    try Tensor.make("warp_masks", [self, numbers, field]) {
      ctorch_warp_masks(handle, numbers.handle, field?.handle, height, width, Int64(padding))
    }
  }

  /// Brings each channel of `[N, C, H, W]` of `float32`, channels last, to (x − offset) / divisor in one pass.
  ///
  /// Where there are ceilings, x is first brought into offset...ceiling. NaN stays NaN.
  ///
  /// - Parameters:
  ///   - offsets: `[N, C]`, or `[1, C]` for all images, as are `divisors` and `ceilings`.
  public func normalizeInPlace(
    offsets: Tensor, divisors: Tensor, ceilings: Tensor?
  ) throws(TorchError) {
    try Tensor.perform("normalize", [self, offsets, divisors, ceilings]) {
      ctorch_normalize_(handle, offsets.handle, divisors.handle, ceilings?.handle)
    }
  }

  /// Copies the rows of an array into a contiguous tensor on the CPU: `length` elements to `start`, and so on every `stride`.
  ///
  /// Throws where the elements are of another type, no whole rows, or too many.
  public func copyRows<Element: TensorElement>(
    _ elements: [Element], length: Int, to start: Int, every stride: Int
  ) throws(TorchError) {
    guard Element.dtype == dtype else {
      throw TorchError(
        operation: "copy_rows", shapes: [shape], message: "rows of \(Element.dtype) for a tensor of \(dtype)")
    }
    let size = dtype.byteCount
    let isDone = elements.withUnsafeBytes {
      ctorch_copy_rows_(handle, $0.baseAddress, $0.count, length * size, start * size, stride * size)
    }
    guard isDone else { throw .last(in: "copy_rows", on: [self]) }
  }
}
