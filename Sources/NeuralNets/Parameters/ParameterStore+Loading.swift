public import Torch

/// A set of tensors that isn't the one that a network has.
public struct StateMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// A tensor of another shape than the network's.
  public struct Misshapen: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its shape, and the one that the network has.
    public let given, needed: [Int]
  }

  /// Names of the network that the tensors lack.
  public let missing: [String]
  /// Names of the tensors that the network lacks.
  public let unexpected: [String]
  /// Tensors of another shape.
  public let misshapen: [Misshapen]

  /// Everything that doesn't fit, a line each.
  public var description: String {
    let lines =
      missing.map { "missing: \($0)" } + unexpected.map { "unexpected: \($0)" }
      + misshapen.map { "wrong shape: \($0.name) is \($0.given) but must be \($0.needed)" }
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
    try copy(tensors)
  }

  /// Copies the tensors whose names and shapes fit, and leaves all others as they are; returns what doesn't fit.
  ///
  /// A missing number of batches of a batch norm is not told: state dicts from before PyTorch 0.4.1 have none, and nothing reads it.
  public func loadFitting(_ tensors: [String: Tensor]) throws(TorchError) -> StateMismatch {
    let mismatch = mismatch(with: tensors)
    let misshapen = Set(mismatch.misshapen.map(\.name))
    try copy(tensors.filter { !misshapen.contains($0.key) })
    return StateMismatch(
      missing: mismatch.missing.filter { !$0.hasSuffix(".num_batches_tracked") },
      unexpected: mismatch.unexpected, misshapen: mismatch.misshapen)
  }

  private func copy(_ tensors: [String: Tensor]) throws(TorchError) {
    try withoutGradient { () throws(TorchError) in
      for entry in entries {
        if let source = tensors[entry.name] { try entry.tensor.copy(from: source) }
      }
    }
  }

  private func mismatch(with tensors: [String: Tensor]) -> StateMismatch {
    let misshapen = entries.compactMap { entry -> StateMismatch.Misshapen? in
      guard let shape = tensors[entry.name]?.shape, shape != entry.tensor.shape else { return nil }
      return .init(name: entry.name, given: shape, needed: entry.tensor.shape)
    }
    return StateMismatch(
      missing: entries.map(\.name).filter { tensors[$0] == nil },
      unexpected: tensors.keys.filter { self[$0] == nil }.sorted(),
      misshapen: misshapen)
  }
}
