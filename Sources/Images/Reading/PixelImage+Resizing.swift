extension PixelImage {
  /// The image at another size, without aliasing.
  ///
  /// A triangle filter, as wide as the reduction, around the centre of each new pixel: Pillow's BILINEAR,
  /// PyTorch's bilinear `interpolate` with `antialias=True`. Whole numbers are rounded once, at the end.
  public func resized(to target: ImageSize) -> PixelImage {
    guard target != size else { return self }
    let across = TriangleFilter(from: width, to: target.width)
    let down = TriangleFilter(from: height, to: target.height)
    func resample(_ values: [Float]) -> [Float] {
      // Along rows, then along columns; each pass sees lines of `inner` values, `count` of them in a block.
      let rows = across.applied(to: values, inner: channels)
      return down.applied(to: rows, inner: channels * target.width)
    }
    let storage: Storage =
      switch storage {
      case .uint8(let values):
        .uint8(resample(values.map(Float.init)).map { UInt8(max(0, min(255, $0.rounded()))) })
      case .uint16(let values):
        .uint16(resample(values.map(Float.init)).map { UInt16(max(0, min(65535, $0.rounded()))) })
      case .float(let values): .float(resample(values))
      }
    return PixelImage(checked: target, channels: channels, storage: storage)
  }
}
