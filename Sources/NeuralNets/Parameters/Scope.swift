import Torch

/// A place in the tree of names where a layer makes its weights: `scope / "conv1"`.
public struct Scope {
  /// Where the weights are kept.
  public let store: ParameterStore

  /// The dotted name of this place; empty at the root.
  public let path: String

  init(_ store: ParameterStore, path: String) {
    self.store = store
    self.path = path
  }

  /// The place of this name below another.
  public static func / (scope: Scope, name: String) -> Scope {
    Scope(scope.store, path: scope.name(of: name))
  }

  /// The place of this number below another, as PyTorch's `Sequential` names its layers.
  public static func / (scope: Scope, position: Int) -> Scope { scope / String(position) }

  /// Makes a learned weight; images' weights (four dimensions) lie in channels-last order.
  func parameter(_ name: String, _ shape: [Int], _ initializer: Initializer) throws(TorchError) -> Tensor {
    let tensor = try make(name, shape, store.dtype, initializer)
    try tensor.setRequiresGradient()
    store.register(self.name(of: name), tensor, as: .parameter)
    return tensor
  }

  /// Makes a tensor that is kept with the weights but not learned.
  func buffer(
    _ name: String, _ shape: [Int], _ initializer: Initializer, as dtype: DType? = nil
  ) throws(TorchError) -> Tensor {
    let tensor = try make(name, shape, dtype ?? store.dtype, initializer)
    store.register(self.name(of: name), tensor, as: .buffer)
    return tensor
  }

  private func make(
    _ name: String, _ shape: [Int], _ dtype: DType, _ initializer: Initializer
  ) throws(TorchError) -> Tensor {
    let name = self.name(of: name)
    let tensor =
      if let seed = store.seed {
        try initializer.tensor(shape, dtype, seed: Seed.derived(from: seed, for: name))
      } else {
        try Tensor.uninitialized(shape, dtype)
      }
    return try tensor.laidOut(shape.count == 4 ? .channelsLast : .contiguous).moved(to: store.device)
  }

  private func name(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
