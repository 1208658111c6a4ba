import CTorch

extension Tensor {
  /// A tensor of zeros.
  public static func zeros(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try full(shape, 0, dtype, on: device)
  }

  /// A tensor of ones.
  public static func ones(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try full(shape, 1, dtype, on: device)
  }

  /// A tensor of one value.
  public static func full(
    _ shape: [Int], _ value: Scalar, _ dtype: DType = .float32, on device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    guard let handle = ctorch_full(shape, shape.count, value.raw, dtype.raw, device.raw) else {
      throw .creating("full", shape)
    }
    return Tensor(handle)
  }

  /// A tensor whose elements are whatever was in its memory: to be written before it is read.
  public static func uninitialized(
    _ shape: [Int], _ dtype: DType = .float32, on device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    guard let handle = ctorch_empty(shape, shape.count, dtype.raw, device.raw) else {
      throw .creating("empty", shape)
    }
    return Tensor(handle)
  }

  /// 0, 1, … `count` − 1.
  public static func range(
    _ count: Int, _ dtype: DType = .int64, on device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try make("arange", []) { ctorch_arange(count, dtype.raw, device.raw) }
  }

  /// A tensor of the same shape, type, device and layout, to be written before it is read.
  public func uninitializedLike() throws(TorchError) -> Tensor {
    try Tensor.make("empty_like", [self]) { ctorch_empty_like(handle) }
  }

  /// A tensor with a copy of an array's elements, outermost dimension first; a flat one without `shape`.
  ///
  /// Throws where the number of elements isn't that of the shape.
  public convenience init<Element: TensorElement>(
    _ elements: [Element], shape: [Int]? = nil, on device: Device = .cpu
  ) throws(TorchError) {
    let shape = shape ?? [elements.count]
    let handle = elements.withUnsafeBytes { Tensor.copying($0, as: Element.dtype, shape, device) }
    guard let handle else { throw .creating("from array", shape) }
    self.init(handle)
  }

  /// A tensor with a copy of raw bytes, in the machine's byte order.
  ///
  /// Throws where the number of bytes isn't what the shape takes.
  public convenience init(
    bytes: UnsafeRawBufferPointer, as dtype: DType, shape: [Int], on device: Device = .cpu
  ) throws(TorchError) {
    guard let handle = Tensor.copying(bytes, as: dtype, shape, device) else {
      throw .creating("from bytes", shape)
    }
    self.init(handle)
  }

  private static func copying(
    _ bytes: UnsafeRawBufferPointer, as dtype: DType, _ shape: [Int], _ device: Device
  ) -> CTorchTensor? {
    ctorch_from_bytes(bytes.baseAddress, bytes.count, shape, shape.count, dtype.raw, device.raw)
  }
}

extension TorchError {
  fileprivate static func creating(_ operation: String, _ shape: [Int]) -> TorchError {
    let failure = last(in: operation, on: [])
    return TorchError(kind: failure.kind, operation: operation, shapes: [shape], message: failure.message)
  }
}
