import Torch

/// What a new weight holds before training.
enum Initializer: Sendable {
  case zeros
  case ones
  /// Uniform in −`bound`...`bound`.
  case uniform(bound: Double)
  /// Normal around 0.
  case normal(deviation: Double)

  /// Makes the tensor on the CPU, so that the numbers do not depend on the device.
  func tensor(_ shape: [Int], _ dtype: DType, seed: UInt64) throws(TorchError) -> Tensor {
    switch self {
    case .zeros: return try .zeros(shape, dtype)
    case .ones: return try .ones(shape, dtype)
    case .uniform(let bound):
      let tensor = try Tensor.uninitialized(shape, dtype)
      try tensor.fillUniform(-bound..<bound, using: Generator(seed: seed))
      return tensor
    case .normal(let deviation):
      let tensor = try Tensor.uninitialized(shape, dtype)
      try tensor.fillNormal(mean: 0, deviation: deviation, using: Generator(seed: seed))
      return tensor
    }
  }
}
