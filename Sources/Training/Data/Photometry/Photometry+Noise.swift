import Torch

extension Photometry {
  /// Adds normally distributed noise, its deviation in units of what each channel is divided by: nnU-Net's, whose images are
  /// normalised before noise is added.
  static func withGaussianNoise(
    _ image: Tensor, deviation: Double, seed: UInt64, _ scaling: ChannelScaling
  ) throws -> Tensor {
    guard deviation != 0 else { return image }
    let noise = try Tensor.uninitialized(interleaved(image.shape), on: image.device)
    try noise.fillNormal(mean: 0, deviation: deviation, using: Generator(seed: seed, on: image.device))
    return try image + noise.permuted([0, 3, 1, 2]) * scaling.unit(on: image.device)
  }

  /// Poisson(max(x, 0) · photons) / photons: the noise of light that is counted, its variance x / photons.
  static func counted(_ image: Tensor, photons: Double, seed: UInt64) throws -> Tensor {
    // Numbers are drawn in the order of the memory, which must not depend on what made the image.
    let expected = try (image.relu() * Scalar(photons)).permuted([0, 2, 3, 1]).laidOut(.contiguous)
    let counts = try expected.poisson(using: Generator(seed: seed, on: image.device))
    return try counts.permuted([0, 3, 1, 2]) * Scalar(1 / photons)
  }

  /// `[1, H, W, C]` of `[1, C, H, W]`: the order in memory of images that lie channels last.
  private static func interleaved(_ shape: [Int]) -> [Int] { [shape[0], shape[2], shape[3], shape[1]] }
}
