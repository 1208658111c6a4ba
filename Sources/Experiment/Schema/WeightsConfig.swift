public import Config

/// The weights that a network begins with in place of new ones, for fine-tuning.
public struct WeightsConfig: Equatable, Sendable {
  /// A safetensors file.
  public let file: Path
  /// What the names in the file begin with; names that don't are left aside.
  public let prefix: String
  /// The parts of the network that are not learned, by the beginnings of their names: "inc", "down1", "up1.conv".
  public let freeze: [String]
  /// Whether every tensor of the network must be in the file in its shape, and no other.
  public let strict: Bool

  /// Reads the keys.
  init(_ keys: inout KeyReader) {
    file = keys.require(
      "file", as: Path.format, standIn: Path("/"),
      "Safetensors file with the names of milesial/Pytorch-UNet, such as a run's best.safetensors.")
    prefix = keys.read(
      "prefix", default: "",
      "What the names in the file begin with, such as `model.` in last.safetensors; others are left aside.")
    freeze = keys.read(
      "freeze", default: [],
      "Parts of the network that stay as they are, such as `[inc, down1]`: no gradients, and batch norms keep their running statistics."
    )
    strict = keys.read(
      "strict", default: true,
      "Whether all must fit; `false` loads what fits, as for another number of classes, and leaves the rest new."
    )
  }

  /// The keys that determine a run's result, where `keys` are those that differ: the content of the file stands for its path, and
  /// `strict` changes no result.
  public func replacingPath(in keys: [String: String], byHash hash: String) -> [String: String] {
    var keys = keys
    keys["model.weights"] = nil
    keys["model.weights.file"] = hash
    if !prefix.isEmpty { keys["model.weights.prefix"] = prefix }
    if !freeze.isEmpty { keys["model.weights.freeze"] = freeze.sorted().joined(separator: ", ") }
    return keys
  }
}
