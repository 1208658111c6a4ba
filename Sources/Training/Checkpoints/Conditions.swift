import Experiment

/// What bits depend on beside the config and the data: a run goes on only under the conditions it began under.
public struct Conditions: Codable, Equatable, Sendable {
  /// What is known of the images for one purpose, so that a change can be told.
  struct Part: Codable, Equatable {
    /// How many they are.
    let images: Int
    /// SHA-256 over their names, and over what is in them and their masks.
    let names, contents: String
  }

  /// The version of our results; absent in older states.
  var resultsVersion: Int? = Identity.resultsVersion
  /// The version of libtorch.
  public let libtorch: String
  /// The instruction set that libtorch uses.
  public let capability: String
  /// The instruction sets of the processor that oneDNN and MKL choose by; absent in older states, and where the system doesn't say.
  public let instructions: [String]?
  /// Where it trains.
  public let device: String
  /// Whether the same computation gives the same bits there; absent in older states.
  public let exact: Bool?
  /// What the convolutions compute in.
  public let precision: String
  /// The threads of one operation.
  public let threads: Int
  /// SHA-256 over the images, the masks and the split.
  public let data: String
  /// The same by purpose; absent in older states.
  let parts: [String: Part]?

  init(
    _ compute: Compute, libtorch: String, capability: String, instructions: [String]?, _ data: TrainingData
  ) {
    self.init(
      libtorch: libtorch, capability: capability, instructions: instructions, device: "\(compute.device)",
      exact: compute.isExact, precision: compute.precision, threads: compute.threads, data: data.fingerprint,
      parts: data.parts)
  }

  /// What an older state lacks is `nil`.
  init(
    libtorch: String, capability: String, instructions: [String]? = nil, device: String, exact: Bool? = nil,
    precision: String, threads: Int, data: String, parts: [String: Part]? = nil
  ) {
    self.libtorch = libtorch
    self.capability = capability
    self.instructions = instructions
    self.device = device
    self.exact = exact
    self.precision = precision
    self.threads = threads
    self.data = data
    self.parts = parts
  }
}

extension Conditions {
  /// Each condition but the data that differs, as "libtorch was 2.12.0 and is 2.13.0"; what an older state lacks is not compared.
  func machineChanges(to now: Conditions) -> [String] {
    var pairs = [
      ("libtorch", libtorch, now.libtorch), ("the processor's capability", capability, now.capability),
      ("the device", device, now.device), ("the precision", precision, now.precision),
      ("the number of threads", String(threads), String(now.threads)),
    ]
    if let before = resultsVersion, let now = now.resultsVersion {
      pairs.append(("the version of our results", String(before), String(now)))
    }
    if let before = instructions, let now = now.instructions {
      pairs.append(("the processor's set of instructions", Self.list(before), Self.list(now)))
    }
    if let before = exact, let isExact = now.exact, device == now.device {
      pairs.append(("training.deterministic", String(before), String(isExact)))
    }
    return pairs.filter { $0.1 != $0.2 }.map { "\($0.0) was \($0.1) and is \($0.2)" }
  }

  /// What differs in the data.
  func dataChanges(to now: Conditions) -> [String] {
    guard data != now.data else { return [] }
    let whole = "the fingerprint of the data was \(Self.short(data)) and is \(Self.short(now.data))"
    guard let parts, let others = now.parts else { return [whole] }
    let changes = ["training", "validation", "test"].compactMap { name in
      Self.change(of: name, from: parts[name], to: others[name])
    }
    return changes.isEmpty ? [whole] : changes
  }

  private static func change(of name: String, from before: Part?, to now: Part?) -> String? {
    if before == now { return nil }
    let (old, new) = (before?.images ?? 0, now?.images ?? 0)
    if old != new { return "the number of \(name) images was \(old) and is \(new)" }
    guard let before, let now else { return nil }
    let what =
      before.names != now.names
      ? ("the list of the \(old) \(name) images", before.names, now.names)
      : ("the content of the \(old) \(name) images and masks", before.contents, now.contents)
    return "\(what.0) was \(short(what.1)) and is \(short(what.2)) (a hash)"
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: " ")
  }

  private static func short(_ hash: String) -> String { String(hash.prefix(12)) }
}
