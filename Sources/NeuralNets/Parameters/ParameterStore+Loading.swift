public import Torch

/// A set of tensors that isn't the one that a network has.
public struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// Names of the network that the tensors lack.
  public let missing: [String]
  /// Names of the tensors that the network lacks.
  public let unexpected: [String]
  /// Tensors of another shape: the name and both shapes.
  public let misshapen: [String]

  /// Everything that doesn't fit, a line each.
  public var description: String {
    let lines =
      missing.map { "missing: \($0)" } + unexpected.map { "unexpected: \($0)" }
      + misshapen.map { "wrong shape: \($0)" }
    return lines.joined(separator: "\n")
  }

  var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }
}

extension ParameterStore {
  /// Copies tensors over those of the same names; changes nothing unless names and shapes are exactly the same.
  ///
  /// Throws `StateMismatch` with all that doesn't fit, or `TorchError`.
  public func load(_ tensors: [String: Tensor]) throws {
    let mismatch = mismatch(with: tensors)
    guard mismatch.isEmpty else { throw mismatch }
    try withoutGradient {
      for entry in entries {
        if let source = tensors[entry.name] { try entry.tensor.copy(from: source) }
      }
    }
  }

  private func mismatch(with tensors: [String: Tensor]) -> StateMismatch {
    let misshapen = entries.compactMap { entry -> String? in
      guard let shape = tensors[entry.name]?.shape, shape != entry.tensor.shape else { return nil }
      return "\(entry.name) is \(shape) but must be \(entry.tensor.shape)"
    }
    return StateMismatch(
      missing: entries.map(\.name).filter { tensors[$0] == nil },
      unexpected: tensors.keys.filter { self[$0] == nil }.sorted(),
      misshapen: misshapen)
  }
}
