import CTorch

extension Tensor {
  /// Where two tensors have equal elements, as `bool`.
  public func isEqual(to other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("eq", [self, other]) { ctorch_eq(handle, other.handle) }
  }

  /// Where the elements equal a number, as `bool`.
  public func isEqual(to value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("eq", [self]) { ctorch_eq_scalar(handle, value.raw) }
  }

  /// Where the elements differ from a number, as `bool`.
  public func isNotEqual(to value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("ne", [self]) { ctorch_ne_scalar(handle, value.raw) }
  }

  /// Where the elements are below a number, as `bool`.
  public func isLess(than value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("lt", [self]) { ctorch_lt_scalar(handle, value.raw) }
  }

  /// Where the elements are above a number, as `bool`.
  public func isGreater(than value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("gt", [self]) { ctorch_gt_scalar(handle, value.raw) }
  }

  /// Where the elements are not above a number, as `bool`.
  public func isAtMost(_ value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("le", [self]) { ctorch_le_scalar(handle, value.raw) }
  }

  /// Where the elements are not below a number, as `bool`.
  public func isAtLeast(_ value: Scalar) throws(TorchError) -> Tensor {
    try Tensor.make("ge", [self]) { ctorch_ge_scalar(handle, value.raw) }
  }

  /// Where the elements are neither infinite nor NaN, as `bool`.
  public func isFinite() throws(TorchError) -> Tensor {
    try Tensor.make("isfinite", [self]) { ctorch_isfinite(handle) }
  }

  /// Where both hold (are not 0), as `bool`.
  public func and(_ other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("logical_and", [self, other]) { ctorch_logical_and(handle, other.handle) }
  }

  /// Where at least one holds (is not 0), as `bool`.
  public func or(_ other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("logical_or", [self, other]) { ctorch_logical_or(handle, other.handle) }
  }

  /// Where the elements don't hold (are 0), as `bool`.
  public func not() throws(TorchError) -> Tensor {
    try Tensor.make("logical_not", [self]) { ctorch_logical_not(handle) }
  }

  /// Whether all elements hold (are not 0), as a `bool` of no dimensions.
  public func all() throws(TorchError) -> Tensor {
    try Tensor.make("all", [self]) { ctorch_all(handle) }
  }

  /// Whether any element holds (is not 0), as a `bool` of no dimensions.
  public func any() throws(TorchError) -> Tensor {
    try Tensor.make("any", [self]) { ctorch_any(handle) }
  }
}
