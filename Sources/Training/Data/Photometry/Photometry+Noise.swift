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
    return try image.laidOut(.channelsLast) + noise.permuted([0, 3, 1, 2]) * scaling.unit(on: image.device)
  }

  /// Poisson(max(x, 0) · photons) / photons: the noise of light that is counted, its variance x / photons.
  static func counted(_ image: Tensor, photons: Double, seed: UInt64) throws -> Tensor {
    // Numbers are drawn in the order of the memory, which must not depend on what made the image.
    let expected = try (image.relu() * Scalar(photons)).permuted([0, 2, 3, 1]).laidOut(.contiguous)
    let counts = try poisson(expected, using: Generator(seed: seed, on: image.device))
    return try counts.permuted([0, 3, 1, 2]) * Scalar(1 / photons)
  }

  /// Where less are expected counts are added up from their probabilities; where more, the quantiles' series is as good.
  private static let few = 2.0

  /// Counts of events of which so many are expected, in a third of the time of libtorch's `poisson` on a CPU.
  ///
  /// The series is that of a Poisson quantile in powers of √expected, rounded down (Giles 2016, Algorithm 955): from 2 expected events
  /// on, the counts' mean is within 0.5 % and their variance within 1.5 % of it, from 8 on within 0.1 %.
  private static func poisson(_ expected: Tensor, using generator: Generator) throws -> Tensor {
    let normal = try expected.uninitializedLike()
    try normal.fillNormal(mean: 0, deviation: 1, using: generator)
    let root = try expected.clamped(Scalar(few), 1e30).squareRoot()
    let square = try normal * normal
    let series = try expected + root * normal + square * Scalar(1.0 / 6) + Scalar(1.0 / 3)
    try series.addInPlace(normal * (square * Scalar(1.0 / 72) + Scalar(1.0 / 36)) / root, times: -1)
    return try fewEvents(expected, using: generator).chosen(
      where: expected.isLess(than: Scalar(few)), else: series.floor().relu())
  }

  /// As many events as there are probabilities, from that of none on, that add up to less than a uniform number: at most 10, of which
  /// 2 are expected once in twenty thousand times.
  private static func fewEvents(_ expected: Tensor, using generator: Generator) throws -> Tensor {
    let expected = try expected.clamped(0, Scalar(few))
    let rest = try expected.uninitializedLike()
    try rest.fillUniform(0..<1, using: generator)
    let power = try (expected * -1).exp()
    try rest.addInPlace(power, times: -1)
    let count = try rest.isGreater(than: 0).converted(to: .float32)
    var factorial = 1.0
    for events in 1..<10 {
      try power.multiplyInPlace(by: expected)
      factorial *= Double(events)
      try rest.addInPlace(power, times: -1 / factorial)
      try count.addInPlace(rest.isGreater(than: 0))
    }
    return count
  }

  /// `[1, H, W, C]` of `[1, C, H, W]`: the order in memory of images that lie channels last.
  private static func interleaved(_ shape: [Int]) -> [Int] { [shape[0], shape[2], shape[3], shape[1]] }
}
