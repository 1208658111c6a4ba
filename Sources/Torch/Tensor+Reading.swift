import CTorch

extension Tensor {
  /// The elements as an array, outermost dimension first, converted to the asked type; waits for the device.
  public func elements<Element: TensorElement>(
    as type: Element.Type = Element.self
  ) throws(TorchError) -> [Element] {
    let source = try moved(to: .cpu, Element.dtype).laidOut(.contiguous)
    let bytes = try source.byteBuffer()
    return withExtendedLifetime(source) { Array(bytes.bindMemory(to: Element.self)) }
  }

  /// The only element of a tensor that has one; waits for the device.
  public func scalar() throws(TorchError) -> Double {
    let elements = try elements(as: Double.self)
    guard elements.count == 1, let value = elements.first else {
      throw TorchError(
        operation: "item", shapes: [shape], message: "only a tensor of one element is a number")
    }
    return value
  }

  /// Lends the memory of a contiguous tensor on the CPU, for reading.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    let bytes = try byteBuffer()
    return try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(bytes)) }
  }

  /// Lends the memory of a contiguous tensor on the CPU, for writing.
  public func withMutableBytes<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws -> Result
  ) throws -> Result {
    let bytes = try byteBuffer()
    return try withExtendedLifetime(self) { try body(bytes) }
  }

  private func byteBuffer() throws(TorchError) -> UnsafeMutableRawBufferPointer {
    let byteCount = count * dtype.byteCount
    guard byteCount > 0 else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
    guard let start = ctorch_bytes(handle) else {
      throw TorchError(
        operation: "bytes", shapes: [shape], message: "only a contiguous tensor on the CPU lends its memory")
    }
    return UnsafeMutableRawBufferPointer(start: start, count: byteCount)
  }
}
