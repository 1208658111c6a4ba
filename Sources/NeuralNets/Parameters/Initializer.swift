import Torch

/// What a new weight holds before training.
enum Initializer: Sendable {
  case zeros
  case ones
  /// Uniform in −`bound`...`bound`.
  case uniform(bound: Double)

  /// PyTorch's initialisation of convolutions, weights and biases alike: ±1/√fan_in.
  ///
  /// For weights PyTorch calls it Kaiming-uniform with a = √5 (He et al. 2015), which comes to the same.
  static func kaiming(fanIn: Int) -> Initializer { .uniform(bound: 1 / Double(max(fanIn, 1)).squareRoot()) }

  /// Makes the tensor on the CPU, so that the numbers do not depend on the device.
  func tensor(_ shape: [Int], _ dtype: DType, seed: UInt64) throws(TorchError) -> Tensor {
    switch self {
    case .zeros: return try .zeros(shape, dtype)
    case .ones: return try .ones(shape, dtype)
    case .uniform(let bound):
      let tensor = try Tensor.uninitialized(shape, dtype)
      try tensor.fillUniform(-bound..<bound, using: Generator(seed: seed))
      return tensor
    }
  }
}
