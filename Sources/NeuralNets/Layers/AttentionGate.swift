import Torch

/// An additive attention gate (Oktay and others 2018): weighs each pixel of a skip connection by what the decoder has there.
///
/// α = sigmoid(ψ · relu(θ · skip + φ · gate)), 1×1 convolutions to half the skip's channels, of which θ has no bias, under the
/// paper's names. The gate is what was up-sampled, so that nothing has to be resampled.
struct AttentionGate {
  private let theta, phi, psi: Conv2d

  init(
    _ scope: Scope, skipped: Int, gate: Int, _ initialization: InitialWeights
  ) throws(TorchError) {
    let inner = max(skipped / 2, 1)
    theta = try Conv2d(scope / "theta", from: skipped, to: inner, kernel: 1, bias: .none, initialization)
    phi = try Conv2d(scope / "phi", from: gate, to: inner, kernel: 1, bias: .learned, initialization)
    psi = try Conv2d(scope / "psi", from: inner, to: 1, kernel: 1, bias: .learned, initialization)
  }

  /// `[N, skipped, H, W]` weighed by `[N, gate, H, W]`.
  func callAsFunction(_ skip: Tensor, by gate: Tensor) throws(TorchError) -> Tensor {
    let both = try theta(skip) + phi(gate)
    try both.reluInPlace()
    return try skip * psi(both).sigmoid()
  }
}
