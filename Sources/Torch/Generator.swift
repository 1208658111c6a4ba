import CTorch

/// A source of random numbers that a seed determines; there is no default one, so nothing is random by accident.
public final class Generator {
  let handle: CTorchGenerator

  /// A generator for tensors on a device; the same seed gives the same numbers on the same kind of device.
  public init(seed: UInt64, on device: Device = .cpu) throws(TorchError) {
    // libtorch's CPU generator (a Mersenne twister) takes the lower 32 bits alone.
    let folded = device == .cpu ? seed ^ (seed >> 32) : seed
    guard let handle = ctorch_make_generator(folded, device.raw) else { throw .last(in: "generator", on: []) }
    self.handle = handle
  }

  deinit { ctorch_generator_release(handle) }
}

extension Tensor {
  /// Overwrites each element with 1 with this probability, else 0.
  public func fillBernoulli(_ probability: Double, using generator: Generator) throws(TorchError) {
    try Tensor.perform("bernoulli_", [self]) {
      withExtendedLifetime(generator) { ctorch_bernoulli_(handle, probability, generator.handle) }
    }
  }

  /// Overwrites each element with a random number of a range, the upper bound excluded.
  public func fillUniform(_ range: Range<Double>, using generator: Generator) throws(TorchError) {
    try Tensor.perform("uniform_", [self]) {
      withExtendedLifetime(generator) {
        ctorch_uniform_(handle, range.lowerBound, range.upperBound, generator.handle)
      }
    }
  }

  /// Overwrites each element with a normally distributed random number.
  public func fillNormal(
    mean: Double, deviation: Double, using generator: Generator
  ) throws(TorchError) {
    try Tensor.perform("normal_", [self]) {
      withExtendedLifetime(generator) { ctorch_normal_(handle, mean, deviation, generator.handle) }
    }
  }
}
