import CTorch

extension Tensor {
  /// Whether operations on this tensor are recorded for gradients.
  public var requiresGradient: Bool { ctorch_requires_gradient(handle) }

  /// Asks for gradients of this tensor, or stops asking; for tensors that no operation made, such as weights.
  public func setRequiresGradient(_ required: Bool = true) throws(TorchError) {
    try Tensor.perform("requires_grad_", [self]) { ctorch_set_requires_gradient(handle, required) }
  }

  /// Adds the derivative of this number by each tensor that it depends on to that tensor's `gradient`.
  public func backward() throws(TorchError) {
    try Tensor.perform("backward", [self]) { ctorch_backward(handle) }
  }

  /// The gradient that `backward` left, of this tensor's shape; nil where none reached it.
  public var gradient: Tensor? {
    guard ctorch_has_gradient(handle) else { return nil }
    return ctorch_gradient(handle).map(Tensor.init)
  }

  /// Forgets the gradient and frees its memory.
  public func clearGradient() { ctorch_clear_gradient(handle) }

  /// The derivatives of one number by each of `inputs`, nil where it doesn't depend on the input.
  ///
  /// Leaves the `gradient` of all tensors as it is.
  public static func gradients(
    of output: Tensor, by inputs: [Tensor]
  ) throws(TorchError) -> [Tensor?] {
    var handles = [CTorchTensor?](repeating: nil, count: inputs.count)
    try perform("grad", [output] + inputs) {
      ctorch_gradients(output.handle, inputs.map(\.handle), inputs.count, &handles)
    }
    return handles.map { $0.map(Tensor.init) }
  }
}
