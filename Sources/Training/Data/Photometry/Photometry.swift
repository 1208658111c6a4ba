import Images
import Torch

/// Applies the drawn changes to the values of images, on the device on which they are.
///
/// Values may leave 0...1, as the network's range has no end either; only what is defined for 0...1 alone keeps to it. A change whose
/// number says that nothing happens leaves every bit alone, and no change makes NaN of an image without any contrast.
enum Photometry {
  /// The image after all changes, in their order, channels last; outside of the gradient graph.
  ///
  /// - Parameters:
  ///   - changes: what happens.
  ///   - image: `[1, C, H, W]` of float32, scaled to 0...1.
  ///   - scaling: what will bring the image to the network's range, which measures noise and says what is empty.
  static func apply(
    _ changes: [PhotometricChange], to image: Tensor, scaling: ChannelScaling
  ) throws -> Tensor {
    try withoutGradient { () throws -> Tensor in
      try changes.reduce(image) { try apply($1, to: $0, scaling) }.laidOut(.channelsLast)
    }
  }

  /// The masks `[N, H, W]`, ignored in the cut-outs of a sample of which masks are to be; changed in place.
  static func ignore(_ changes: [PhotometricChange], of sample: Int, in masks: Tensor) throws {
    for case .cutout(let rectangles, ignores: true) in changes {
      for rectangle in rectangles {
        try masks.narrowed(0, sample..<(sample + 1)).narrowed(1, rectangle.rows)
          .narrowed(2, rectangle.columns).fill(with: Scalar(Int(ClassMask.ignored)))
      }
    }
  }

  private static func apply(
    _ change: PhotometricChange, to image: Tensor, _ scaling: ChannelScaling
  ) throws -> Tensor {
    switch change {
    case .lowResolution(let share): try coarsened(image, to: share)
    case .blur(let sigma): try blurred(image, sigma: sigma)
    case .sharpen(let amount): try sharpened(image, by: amount)
    case .brightness(let factor): try image * Scalar(factor)
    case .contrast(let factor):
      try image * Scalar(factor) + image.mean([1, 2, 3], .kept) * Scalar(1 - factor)
    case .gamma(let exponent): try toned(image, exponent: exponent)
    case .invertedGamma(let exponent): try toned(image * -1, exponent: exponent) * -1
    case .saturation(let factor): try saturated(image, by: factor)
    case .hue(let degrees): try turned(image, degrees: degrees)
    case .gaussianNoise(let deviation, let seed):
      try withGaussianNoise(image, deviation: deviation, seed: seed, scaling)
    case .poissonNoise(let photons, let seed): try counted(image, photons: photons, seed: seed)
    case .jpeg(let quality): try JPEGLosses(quality: quality).apply(to: image)
    case .channelDropout(let share): try withoutChannel(image, at: share)
    case .cutout(let rectangles, _): try emptied(image, rectangles, scaling)
    }
  }

  /// One channel as its mean over the sample, so that what normalisation makes of the sample stays centred where it was.
  private static func withoutChannel(_ image: Tensor, at share: Double) throws -> Tensor {
    let channels = image.shape[1]
    guard channels > 1 else { return image }
    let chosen = min(Int(share * Double(channels)), channels - 1)
    let result = try image.cloned()
    let channel = try result.narrowed(1, chosen..<(chosen + 1))
    try channel.copy(from: channel.mean([2, 3], .kept))
    return result
  }

  /// Rectangles of what is 0 once it is normalised.
  private static func emptied(
    _ image: Tensor, _ rectangles: [PixelRectangle], _ scaling: ChannelScaling
  ) throws -> Tensor {
    let result = try image.cloned()
    let empty = try scaling.zero(on: image.device)
    for rectangle in rectangles {
      try result.narrowed(2, rectangle.rows).narrowed(3, rectangle.columns).copy(from: empty)
    }
    return result
  }
}
