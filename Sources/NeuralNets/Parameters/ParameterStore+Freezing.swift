public import Torch

extension ParameterStore {
  /// The outermost parts of the network, in order: "inc", "down1" and so on.
  public var parts: [String] {
    entries.reduce(into: []) { parts, entry in
      let part = entry.name.split(separator: ".").first.map(String.init) ?? entry.name
      if parts.last != part { parts.append(part) }
    }
  }

  /// The names of all tensors of a part, such as "down1" or "up1.conv"; none where there is no such part.
  public func names(in part: String) -> [String] {
    entries.map(\.name).filter { $0 == part || $0.hasPrefix(part + ".") }
  }

  /// Stops learning a part: its weights get no gradients, and its batch norms keep to their running statistics, so that it computes the
  /// same from now on.
  ///
  /// It must come before the optimiser is made. In PyTorch that is `part.requires_grad_(False)` together with `part.eval()`, which people
  /// forget: without it the running statistics move although nothing is learned.
  public func freeze(_ part: String) throws(TorchError) {
    let names = Set(names(in: part))
    for (position, entry) in entries.enumerated() where names.contains(entry.name) && entry.role == .parameter
    {
      try entry.tensor.setRequiresGradient(false)
      entries[position] = Entry(name: entry.name, tensor: entry.tensor, role: .frozen)
    }
  }
}
