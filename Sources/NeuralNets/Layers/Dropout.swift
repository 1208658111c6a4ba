public import Torch

/// Dropout (Srivastava, Hinton and others 2014): while training, sets a share of elements to 0, scales up the rest.
public struct Dropout {
  /// The share of elements that are dropped, 0..<1.
  public let probability: Double
  private let site: String

  /// Dropout at a place of the network, which gets a random stream of its own.
  public init(_ scope: Scope, probability: Double) {
    self.probability = probability
    site = scope.path
  }

  /// The same shape; the input itself in evaluation or with probability 0.
  public func callAsFunction(_ input: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    guard case .training(let seed) = pass, probability > 0 else { return input }
    let generator = try Generator(seed: Seed.derived(from: seed, for: site), on: input.device)
    let mask = try input.detached().uninitializedLike()
    try mask.fillBernoulli(1 - probability, using: generator)
    try mask.multiplyInPlace(by: Scalar(1 / (1 - probability)))
    return try input * mask
  }
}
