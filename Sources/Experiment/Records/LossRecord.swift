/// A loss and its parts: `{"loss": 0.41, "ce": 0.18, "dice": 0.23}`.
public struct LossRecord: Codable, Equatable, Sendable {
  /// The weighted sum, which is what is minimised; `nil` when no pixel was valid.
  public let total: Double?
  /// Each part by its name, unweighted.
  public let parts: [String: Double?]

  /// Makes the record of a loss and its unweighted parts.
  public init(total: Double?, parts: [String: Double?]) {
    self.total = total
    self.parts = parts
  }

  /// Reads the flat form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NamedKey.self)
    total = try container.decode(Double?.self, forKey: NamedKey("loss"))
    let names = container.allKeys.filter { $0.stringValue != "loss" }
    parts = try Dictionary(
      uniqueKeysWithValues: names.map { ($0.stringValue, try container.decode(Double?.self, forKey: $0)) })
  }

  /// Writes the flat form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try container.encode(total, forKey: NamedKey("loss"))
    for (name, value) in parts { try container.encode(value, forKey: NamedKey(name)) }
  }
}
