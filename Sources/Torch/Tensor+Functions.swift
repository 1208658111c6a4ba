import CTorch

extension Tensor {
  /// |x| of each element.
  public func abs() throws(TorchError) -> Tensor {
    try Tensor.make("abs", [self]) { ctorch_abs(handle) }
  }

  /// eˣ of each element.
  public func exp() throws(TorchError) -> Tensor {
    try Tensor.make("exp", [self]) { ctorch_exp(handle) }
  }

  /// The natural logarithm of each element.
  public func log() throws(TorchError) -> Tensor {
    try Tensor.make("log", [self]) { ctorch_log(handle) }
  }

  /// √x of each element.
  public func squareRoot() throws(TorchError) -> Tensor {
    try Tensor.make("sqrt", [self]) { ctorch_sqrt(handle) }
  }

  /// 1 / √x of each element.
  public func reciprocalSquareRoot() throws(TorchError) -> Tensor {
    try Tensor.make("rsqrt", [self]) { ctorch_rsqrt(handle) }
  }

  /// The largest whole number that isn't above each element.
  public func floor() throws(TorchError) -> Tensor {
    try Tensor.make("floor", [self]) { ctorch_floor(handle) }
  }

  /// The smallest whole number that isn't below each element.
  public func ceiling() throws(TorchError) -> Tensor {
    try Tensor.make("ceil", [self]) { ctorch_ceil(handle) }
  }

  /// The nearest whole number of each element; halves go to the even one.
  public func rounded() throws(TorchError) -> Tensor {
    try Tensor.make("round", [self]) { ctorch_round(handle) }
  }

  /// Each element to the power of `exponent`.
  public func power(_ exponent: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("pow", [self]) { ctorch_pow_scalar(handle, exponent.raw) }
  }

  /// Each element, but not below `least` nor above `most`.
  public func clamped(_ least: Scalar, _ most: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("clamp", [self]) { ctorch_clamp(handle, least.raw, most.raw) }
  }

  /// The lesser of each pair of elements.
  public func minimum(_ other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("minimum", [self, other]) { ctorch_minimum(handle, other.handle) }
  }

  /// The greater of each pair of elements.
  public func maximum(_ other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("maximum", [self, other]) { ctorch_maximum(handle, other.handle) }
  }

  /// max(x, 0) of each element.
  public func relu() throws(TorchError) -> Tensor {
    try Tensor.make("relu", [self]) { ctorch_relu(handle) }
  }

  /// Sets each negative element to 0, which saves the memory of a second feature map.
  public func reluInPlace() throws(TorchError) {
    try Tensor.perform("relu_", [self]) { ctorch_relu_(handle) }
  }

  /// Multiplies each negative element by `slope` (PyTorch's `leaky_relu`).
  public func leakyReluInPlace(slope: Double) throws(TorchError) {
    try Tensor.perform("leaky_relu_", [self]) { ctorch_leaky_relu_(handle, slope) }
  }

  /// Makes eˣ − 1 of each negative element (PyTorch's `elu`).
  public func eluInPlace() throws(TorchError) {
    try Tensor.perform("elu_", [self]) { ctorch_elu_(handle) }
  }

  /// x · Φ(x) of each element, Φ being the normal distribution (PyTorch's `gelu`, not its approximation).
  public func gelu() throws(TorchError) -> Tensor {
    try Tensor.make("gelu", [self]) { ctorch_gelu(handle) }
  }

  /// x / (1 + e⁻ˣ) of each element (PyTorch's `silu`).
  public func silu() throws(TorchError) -> Tensor {
    try Tensor.make("silu", [self]) { ctorch_silu(handle) }
  }

  /// 1 / (1 + e⁻ˣ) of each element.
  public func sigmoid() throws(TorchError) -> Tensor {
    try Tensor.make("sigmoid", [self]) { ctorch_sigmoid(handle) }
  }

  /// Probabilities that add up to 1 along a dimension (of `[N, C, H, W]`, the classes are dimension 1).
  public func softmax(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("softmax", [self]) { ctorch_softmax(handle, dimension) }
  }

  /// The logarithms of `softmax`, without loss of precision.
  public func logSoftmax(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("log_softmax", [self]) { ctorch_log_softmax(handle, dimension) }
  }
}
