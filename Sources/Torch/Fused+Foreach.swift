import CTorch

extension Fused {
  /// One step of PyTorch's RMSprop on each parameter; all memories start as zeros.
  ///
  /// Where `foundBad` (one `float32`) is 1, nothing changes but the gradients, which become zeros. Where rounding leaves a
  /// negative variance, which PyTorch makes NaN of, it is 0.
  ///
  /// - Parameters:
  ///   - gradientAverages: empty unless the mean is taken from the mean square ("centered").
  ///   - momenta: empty without momentum.
  public static func rmsprop(
    _ parameters: [Tensor], gradients: [Tensor], squareAverages: [Tensor], gradientAverages: [Tensor],
    momenta: [Tensor], learningRate: Double, alpha: Double, momentum: Double, epsilon: Double,
    weightDecay: Double, foundBad: Tensor
  ) throws(TorchError) {
    let optional = [gradientAverages, momenta].filter { !$0.isEmpty }
    try check("_foreach_rmsprop_", parameters.count, [gradients, squareAverages] + optional)
    let operands = parameters + gradients + squareAverages + gradientAverages + momenta + [foundBad]
    try Tensor.perform("_foreach_rmsprop_", operands) {
      ctorch_foreach_rmsprop_(
        handles(parameters), handles(gradients), handles(squareAverages), parameters.count,
        handles(gradientAverages), gradientAverages.count, handles(momenta), momenta.count, learningRate,
        alpha, momentum, weightDecay, epsilon, foundBad.handle)
    }
  }

  /// One step of Lion on each parameter (Chen and others 2023, "Symbolic Discovery of Optimization Algorithms",
  /// algorithm 2); `averages` start as zeros, and the weight decay is decoupled.
  ///
  /// Where `foundBad` (one `float32`) is 1, nothing changes but the gradients, which become zeros.
  public static func lion(
    _ parameters: [Tensor], gradients: [Tensor], averages: [Tensor], learningRate: Double,
    betas: (Double, Double), weightDecay: Double, foundBad: Tensor
  ) throws(TorchError) {
    try check("_foreach_lion_", parameters.count, [gradients, averages])
    try Tensor.perform("_foreach_lion_", parameters + gradients + averages + [foundBad]) {
      ctorch_foreach_lion_(
        handles(parameters), handles(gradients), handles(averages), parameters.count, learningRate, betas.0,
        betas.1, weightDecay, foundBad.handle)
    }
  }
}
