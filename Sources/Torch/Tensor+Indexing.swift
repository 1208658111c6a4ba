import CTorch

extension Tensor {
  /// The element at `index` along a dimension, for each place of `index` (`int64`).
  public func gathered(_ dimension: Int, _ index: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("gather", [self, index]) { ctorch_gather(handle, dimension, index.handle) }
  }

  /// The slices at `index` (`int64`, one dimension) along a dimension.
  public func indexSelected(_ dimension: Int, _ index: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("index_select", [self, index]) { ctorch_index_select(handle, dimension, index.handle) }
  }

  /// Class indices as 0 and 1 along a new last dimension; each index in 0..<`classes`.
  public func oneHot(classes: Int) throws(TorchError) -> Tensor {
    try Tensor.make("one_hot", [self]) { ctorch_one_hot(handle, classes) }
  }

  /// How often each of 0..<`minimumLength` (or more) occurs in a flat tensor of whole numbers.
  public func binCount(minimumLength: Int) throws(TorchError) -> Tensor {
    try Tensor.make("bincount", [self]) { ctorch_bincount(handle, minimumLength) }
  }

  /// `self` where `condition` (`bool`) holds, `other` elsewhere.
  public func chosen(where condition: Tensor, else other: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("where", [condition, self, other]) {
      ctorch_where(condition.handle, handle, other.handle)
    }
  }

  /// This tensor with `value` where `mask` (`bool`) holds.
  public func filled(with value: Scalar, where mask: Tensor) throws(TorchError) -> Tensor {
    try Tensor.make("masked_fill", [self, mask]) { ctorch_masked_fill(handle, mask.handle, value.raw) }
  }
}
