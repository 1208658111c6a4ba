import CTorch

/// What becomes of a dimension that a reduction runs over.
public enum ReducedDimensions: Sendable {
  /// It disappears.
  case dropped
  /// It stays with size 1, so that the result broadcasts against its source.
  case kept
}

extension Tensor {
  /// The sum over some dimensions, or over all.
  public func sum(
    _ dimensions: [Int] = [], _ reduced: ReducedDimensions = .dropped
  ) throws(TorchError) -> Tensor {
    try Tensor.make("sum", [self]) { ctorch_sum(handle, dimensions, dimensions.count, reduced == .kept) }
  }

  /// The mean over some dimensions, or over all.
  public func mean(
    _ dimensions: [Int] = [], _ reduced: ReducedDimensions = .dropped
  ) throws(TorchError) -> Tensor {
    try Tensor.make("mean", [self]) { ctorch_mean(handle, dimensions, dimensions.count, reduced == .kept) }
  }

  /// The least element over some dimensions, or over all.
  public func min(
    _ dimensions: [Int] = [], _ reduced: ReducedDimensions = .dropped
  ) throws(TorchError) -> Tensor {
    try Tensor.make("amin", [self]) { ctorch_amin(handle, dimensions, dimensions.count, reduced == .kept) }
  }

  /// The greatest element over some dimensions, or over all.
  public func max(
    _ dimensions: [Int] = [], _ reduced: ReducedDimensions = .dropped
  ) throws(TorchError) -> Tensor {
    try Tensor.make("amax", [self]) { ctorch_amax(handle, dimensions, dimensions.count, reduced == .kept) }
  }

  /// The sums of the elements up to each place along a dimension.
  public func cumulativeSum(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("cumsum", [self]) { ctorch_cumsum(handle, dimension) }
  }

  /// Where the elements along a dimension are, from the greatest to the least, as `int64`; equal ones keep their order.
  public func descendingOrder(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("argsort", [self]) { ctorch_argsort_descending(handle, dimension) }
  }

  /// Where the greatest element along a dimension is, as `int64`; of logits `[N, C, H, W]` along 1, the class.
  public func argMax(
    _ dimension: Int, _ reduced: ReducedDimensions = .dropped
  ) throws(TorchError) -> Tensor {
    try Tensor.make("argmax", [self]) { ctorch_argmax(handle, dimension, reduced == .kept) }
  }
}
