import CTorch

/// A call of libtorch that failed: which operation, on tensors of which shapes, and why.
public struct TorchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a caller may want to react to.
  public enum Kind: Sendable {
    /// The device (or the machine, for the CPU) has not enough memory: a smaller batch or crop may fit.
    case outOfMemory
    /// `LibTorch.setDeterministic` asked for what the operation has not.
    case nondeterministic
    /// Anything else: shapes that don't fit together, a type that the operation doesn't take.
    case operation
  }

  /// What a caller may want to react to.
  public let kind: Kind

  /// The operation's PyTorch name, such as `conv2d`.
  public let operation: String

  /// The shapes of the operation's tensors, in the order of its arguments.
  public let shapes: [[Int]]

  /// libtorch's own words.
  public let message: String

  /// Describes a failure; `message` is a sentence without the operation's name.
  public init(kind: Kind = .operation, operation: String, shapes: [[Int]] = [], message: String) {
    self.kind = kind
    self.operation = operation
    self.shapes = shapes
    self.message = message
  }

  /// One line: `conv2d of [1, 3, 8, 8] and [4, 2, 3, 3] failed: …`.
  public var description: String {
    let operands = shapes.map { "\($0)" }.joined(separator: " and ")
    let subject = operands.isEmpty ? operation : "\(operation) of \(operands)"
    let reason = kind == .outOfMemory ? "ran out of memory" : "failed"
    return "\(subject) \(reason): \(message)"
  }
}

extension TorchError {
  /// The failure that the last C call of this thread recorded.
  static func last(in operation: String, on operands: [Tensor?]) -> TorchError {
    TorchError(
      kind: ctorch_failure_is_out_of_memory()
        ? .outOfMemory : kind(saying: String(cString: ctorch_failure())),
      operation: operation,
      shapes: operands.compactMap { $0?.shape },
      message: String(cString: ctorch_failure()))
  }

  /// libtorch has no exception of its own for it, only these words; the second are about cuBLAS.
  static func kind(saying message: String) -> Kind {
    let signs = ["does not have a deterministic implementation", "CUBLAS_WORKSPACE_CONFIG"]
    return signs.contains(where: message.contains) ? .nondeterministic : .operation
  }
}
