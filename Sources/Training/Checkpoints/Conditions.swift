import Experiment

/// What bits depend on beside the config and the data: a run goes on only under the conditions it began under.
public struct Conditions: Codable, Equatable, Sendable {
  /// The version of libtorch.
  public let libtorch: String
  /// The instruction set that libtorch uses.
  public let capability: String
  /// Where it trains.
  public let device: String
  /// What the convolutions compute in.
  public let precision: String
  /// The threads of one operation.
  public let threads: Int
  /// SHA-256 over the images, the masks and the split.
  public let data: String

  /// Each condition that differs, as "libtorch was 2.12.0 and is 2.13.0".
  func differences(from now: Conditions) -> [String] {
    let pairs = [
      ("libtorch", libtorch, now.libtorch), ("the processor's capability", capability, now.capability),
      ("the device", device, now.device), ("the precision", precision, now.precision),
      ("the number of threads", String(threads), String(now.threads)),
      ("the fingerprint of the data", String(data.prefix(12)), String(now.data.prefix(12))),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "\($0.0) was \($0.1) and is \($0.2)" }
  }
}
