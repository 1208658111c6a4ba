public import Torch

/// All weights and buffers of a network (or of an optimiser) by name, in the order in which they were made.
///
/// Making a weight registers it here, so that none can be forgotten when training, saving or loading.
public final class ParameterStore {
  /// What a tensor is to training.
  public enum Role: Sendable {
    /// Learned: it gets gradients.
    case parameter
    /// A weight that is not learned, because `freeze` named it.
    case frozen
    /// Kept with the weights but not learned, such as running statistics.
    case buffer
  }

  /// A named tensor.
  public struct Entry {
    /// The dotted name, as in a PyTorch state dict.
    public let name: String
    /// The tensor, which changes in place.
    public let tensor: Tensor
    /// What the tensor is to training.
    public let role: Role
  }

  /// Where the tensors are.
  public let device: Device

  /// What the initial weights are drawn from; nil where they hold nothing until some are loaded.
  let seed: UInt64?

  /// The type of the weights, and of the buffers that do not ask for another.
  public let dtype: DType

  /// All tensors, in the order in which they were made.
  public internal(set) var entries: [Entry] = []

  private var positions: [String: Int] = [:]

  /// An empty store; a weight's initial numbers depend on the seed and its name alone.
  ///
  /// - Parameter dtype: `float32` for training; `float64` to compare with other programs.
  public init(seed: UInt64 = 0, on device: Device = .cpu, dtype: DType = .float32) {
    self.dtype = dtype
    self.seed = seed
    self.device = device
  }

  /// An empty store whose weights hold no numbers until `load` puts some there, which is for all of them.
  public init(unsetOn device: Device) {
    dtype = .float32
    seed = nil
    self.device = device
  }

  /// The scope that all names start from.
  public var scope: Scope { Scope(self, path: "") }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { positions[name].map { entries[$0].tensor } }

  /// All tensors by name: what a checkpoint holds.
  public var tensors: [String: Tensor] {
    Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.tensor) })
  }

  /// The entries that are learned, in order.
  public var parameters: [Entry] { entries.filter { $0.role == .parameter } }

  /// The number of numbers that are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

  /// Forgets the gradients of all parameters.
  public func clearGradients() {
    for entry in entries { entry.tensor.clearGradient() }
  }

  /// Adds a tensor; naming two alike is a mistake of the program.
  func register(_ name: String, _ tensor: Tensor, as role: Role) {
    precondition(positions[name] == nil, "two tensors are called '\(name)'")
    positions[name] = entries.count
    entries.append(Entry(name: name, tensor: tensor, role: role))
  }
}
