import CTorch

extension Tensor {
  /// The same elements in another shape; one size may be −1 and follows from the others.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor.make("reshape", [self]) { ctorch_reshape(handle, shape, shape.count) }
  }

  /// A view that repeats dimensions of size 1 up to a shape, without copying.
  public func expanded(to shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor.make("expand", [self]) { ctorch_expand(handle, shape, shape.count) }
  }

  /// A view with its dimensions in another order.
  public func permuted(_ dimensions: [Int]) throws(TorchError) -> Tensor {
    try Tensor.make("permute", [self]) { ctorch_permute(handle, dimensions, dimensions.count) }
  }

  /// A view with a new dimension of size 1 at a place.
  public func unsqueezed(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("unsqueeze", [self]) { ctorch_unsqueeze(handle, dimension) }
  }

  /// A view without a dimension, if its size is 1.
  public func squeezed(_ dimension: Int) throws(TorchError) -> Tensor {
    try Tensor.make("squeeze", [self]) { ctorch_squeeze(handle, dimension) }
  }

  /// A view of `range` of a dimension.
  public func narrowed(_ dimension: Int, _ range: Range<Int>) throws(TorchError) -> Tensor {
    try Tensor.make("narrow", [self]) {
      ctorch_narrow(handle, dimension, range.lowerBound, range.count)
    }
  }

  /// A view of one place of a dimension, which the result lacks.
  public func selected(_ dimension: Int, _ index: Int) throws(TorchError) -> Tensor {
    try Tensor.make("select", [self]) { ctorch_select(handle, dimension, index) }
  }

  /// A copy that runs backwards along some dimensions.
  public func flipped(_ dimensions: [Int]) throws(TorchError) -> Tensor {
    try Tensor.make("flip", [self]) { ctorch_flip(handle, dimensions, dimensions.count) }
  }

  /// Tensors one after the other along a dimension that they have.
  public static func concatenated(_ tensors: [Tensor], _ dimension: Int) throws(TorchError) -> Tensor {
    try make("cat", tensors) { ctorch_cat(tensors.map(\.handle), tensors.count, dimension) }
  }

  /// Tensors of one shape along a new dimension.
  public static func stacked(_ tensors: [Tensor], _ dimension: Int = 0) throws(TorchError) -> Tensor {
    try make("stack", tensors) { ctorch_stack(tensors.map(\.handle), tensors.count, dimension) }
  }

  /// What padding is filled with.
  public enum Padding: Sendable {
    /// One value.
    case constant(Double)
    /// The image mirrored at its edge, without repeating the edge; less than the image's size.
    case reflect
    /// The edge repeated.
    case replicate
  }

  /// Images `[N, C, H, W]` (or class masks, with `constant`) with rows and columns added; negative ones are cut off.
  public func padded(
    left: Int = 0, right: Int = 0, top: Int = 0, bottom: Int = 0, with padding: Padding = .constant(0)
  ) throws(TorchError) -> Tensor {
    let sides = [left, right, top, bottom]
    let (mode, value): (ctorch_padding, Double) =
      switch padding {
      case .constant(let value): (.constant, value)
      case .reflect: (.reflect, 0)
      case .replicate: (.replicate, 0)
      }
    return try Tensor.make("pad", [self]) { ctorch_pad(handle, sides, sides.count, mode, value) }
  }
}
