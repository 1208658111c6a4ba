import CTorch

extension Tensor {
  /// The sum, element by element; sizes of 1 repeat.
  public static func + (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try make("add", [a, b]) { ctorch_add(a.handle, b.handle) }
  }

  /// The difference, element by element; sizes of 1 repeat.
  public static func - (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try make("sub", [a, b]) { ctorch_sub(a.handle, b.handle) }
  }

  /// The product, element by element; sizes of 1 repeat.
  public static func * (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try make("mul", [a, b]) { ctorch_mul(a.handle, b.handle) }
  }

  /// The quotient, element by element; sizes of 1 repeat.
  public static func / (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try make("div", [a, b]) { ctorch_div(a.handle, b.handle) }
  }

  /// Each element plus a number.
  public static func + (a: Tensor, b: Scalar) throws(TorchError) -> Tensor {
    try make("add", [a]) { ctorch_add_scalar(a.handle, b.raw) }
  }

  /// Each element minus a number.
  public static func - (a: Tensor, b: Scalar) throws(TorchError) -> Tensor {
    try make("sub", [a]) { ctorch_sub_scalar(a.handle, b.raw) }
  }

  /// Each element times a number.
  public static func * (a: Tensor, b: Scalar) throws(TorchError) -> Tensor {
    try make("mul", [a]) { ctorch_mul_scalar(a.handle, b.raw) }
  }

  /// Each element divided by a number.
  public static func / (a: Tensor, b: Scalar) throws(TorchError) -> Tensor {
    try make("div", [a]) { ctorch_div_scalar(a.handle, b.raw) }
  }

  /// A number minus each element.
  public static func - (a: Scalar, b: Tensor) throws(TorchError) -> Tensor {
    try make("rsub", [b]) { ctorch_scalar_sub(a.raw, b.handle) }
  }

  /// A number divided by each element.
  public static func / (a: Scalar, b: Tensor) throws(TorchError) -> Tensor {
    try make("div", [b]) { ctorch_scalar_div(a.raw, b.handle) }
  }

  /// Adds `factor` times another tensor to this one's elements.
  public func addInPlace(_ other: Tensor, times factor: Double = 1) throws(TorchError) {
    try Tensor.perform("add_", [self, other]) { ctorch_add_(handle, other.handle, factor) }
  }

  /// Adds a number to this tensor's elements.
  public func addInPlace(_ value: Scalar) throws(TorchError) {
    try Tensor.perform("add_", [self]) { ctorch_add_scalar_(handle, value.raw) }
  }

  /// Multiplies this tensor's elements by another's.
  public func multiplyInPlace(by other: Tensor) throws(TorchError) {
    try Tensor.perform("mul_", [self, other]) { ctorch_mul_(handle, other.handle) }
  }

  /// Multiplies this tensor's elements by a number.
  public func multiplyInPlace(by value: Scalar) throws(TorchError) {
    try Tensor.perform("mul_", [self]) { ctorch_mul_scalar_(handle, value.raw) }
  }

  /// The matrix product of the last two dimensions; earlier ones are batches.
  public func matrixMultiplied(by other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("matmul", [self, other]) { ctorch_matmul(handle, other.handle) }
  }
}
