import CTorch

extension Tensor {
  /// This tensor on another device, and in another type; itself where nothing changes.
  public func moved(to device: Device, _ dtype: DType? = nil) throws(TorchError) -> Tensor {
    let dtype = dtype ?? self.dtype
    return try Tensor.make("to", [self]) { ctorch_to(handle, dtype.raw, device.raw) }
  }

  /// This tensor in another type; itself where nothing changes.
  public func converted(to dtype: DType) throws(TorchError) -> Tensor {
    let device = self.device
    return try Tensor.make("to", [self]) { ctorch_to(handle, dtype.raw, device.raw) }
  }

  /// This tensor with its elements in another order in memory; itself where nothing changes.
  public func laidOut(_ layout: Layout) throws(TorchError) -> Tensor {
    try Tensor.make("contiguous", [self]) { ctorch_with_layout(handle, layout.raw) }
  }

  /// A copy with memory of its own, in the same layout; gradients flow through it.
  public func cloned() throws(TorchError) -> Tensor {
    try Tensor.make("clone", [self]) { ctorch_clone(handle) }
  }

  /// The same numbers, outside the gradient graph.
  public func detached() throws(TorchError) -> Tensor {
    try Tensor.make("detach", [self]) { ctorch_detach(handle) }
  }

  /// Overwrites the elements with those of `source`, converting the type and moving between devices.
  ///
  /// A slice (`narrowed`, `selected`) shares its tensor's memory, so this assigns to slices, too.
  public func copy(from source: Tensor) throws(TorchError) {
    try Tensor.perform("copy_", [self, source]) { ctorch_copy_(handle, source.handle) }
  }

  /// Overwrites all elements with a value.
  public func fill(with value: Scalar) throws(TorchError) {
    try Tensor.perform("fill_", [self]) { ctorch_fill_(handle, value.raw) }
  }
}
