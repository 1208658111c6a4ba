import Torch

extension Photometry {
  /// The values between their least and their greatest, as shares of that range, to a power; then brought back to the mean and the
  /// deviation that they had (nnU-Net's `GammaTransform` with `retain_stats`, over all channels of the sample).
  static func toned(_ image: Tensor, exponent: Double) throws -> Tensor {
    guard exponent != 1 else { return image }
    let every = [1, 2, 3]
    let least = try image.min(every, .kept)
    let range = try image.max(every, .kept) - least
    // Without any range all shares and deviations are exactly 0, and what remains is the least value.
    let positive = try Tensor.full(
      [1, 1, 1, 1], Scalar(Double(Float.leastNormalMagnitude)), on: image.device)
    let shares = try (image - least) / range.maximum(positive)
    let before = try moments(shares)
    let powers = try shares.power(Scalar(exponent))
    let after = try moments(powers)
    let stretch = try before.deviation / after.deviation.maximum(positive) * range
    return try (powers - after.mean) * stretch + (before.mean * range + least)
  }

  /// The mean and the standard deviation of all values, `[1, 1, 1, 1]` each.
  private static func moments(_ values: Tensor) throws -> (mean: Tensor, deviation: Tensor) {
    let every = [1, 2, 3]
    let mean = try values.mean(every, .kept)
    let distance = try values - mean
    return (mean, try (distance * distance).mean(every, .kept).squareRoot())
  }

  /// The colours' distance from their grey times a factor (torchvision's `adjust_saturation`, less its clamping).
  static func saturated(_ image: Tensor, by factor: Double) throws -> Tensor {
    guard image.shape[1] == 3, factor != 1 else { return image }
    let whole = try image.laidOut(.contiguous)
    let (red, green, blue) = try planes(whole)
    let grey = try red * 0.2989 + green * 0.587 + blue * 0.114
    return try whole * Scalar(factor) + grey * Scalar(1 - factor)
  }

  /// The colours turned about the axis of greys in the HSV space (torchvision's `adjust_hue`), value and chroma kept.
  ///
  /// With the hue h in sixths of a turn, V the greatest channel and c the distance to the least, channel n (5, 3 and 1 for red, green and
  /// blue) of a colour is V − c · max(0, min(k, 4 − k, 1)), k = (n + h) mod 6, which holds for values beyond 0...1, too.
  static func turned(_ image: Tensor, degrees: Double) throws -> Tensor {
    guard image.shape[1] == 3, degrees != 0 else { return image }
    let (red, green, blue) = try planes(image.laidOut(.contiguous))
    let value = try red.maximum(green).maximum(blue)
    let chroma = try value - red.minimum(green).minimum(blue)
    let divisor = try chroma.maximum(
      Tensor.full([1, 1, 1, 1], Scalar(Double(Float.leastNormalMagnitude)), on: image.device))
    let ifRed = try (green - blue) / divisor
    let ifGreen = try (blue - red) / divisor + 2
    let ifBlue = try (red - green) / divisor + 4
    let hue = try ifRed.chosen(
      where: red.isEqual(to: value), else: ifGreen.chosen(where: green.isEqual(to: value), else: ifBlue))
    return try Tensor.concatenated(
      [5.0, 3, 1].map { channel in
        let place = try hue + Scalar(channel + degrees / 60)
        let k = try place - (place * Scalar(1.0 / 6)).floor() * 6
        return try value - chroma * k.minimum(4 - k).clamped(0, 1)
      }, 1)
  }

  /// The three channels, `[1, 1, H, W]` each.
  private static func planes(_ image: Tensor) throws -> (red: Tensor, green: Tensor, blue: Tensor) {
    try (image.narrowed(1, 0..<1), image.narrowed(1, 1..<2), image.narrowed(1, 2..<3))
  }
}
