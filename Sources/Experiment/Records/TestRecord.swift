/// What the test gave, with the best weights, once: the scores of a validation and the epoch of the weights, side by side in JSON.
public struct TestRecord: Codable, Equatable, Sendable {
  /// The epoch whose weights were scored, counted from 1.
  public let epoch: Int
  /// The scores and the loss.
  public let scores: ValidationRecord

  /// Makes the record of a test.
  public init(epoch: Int, scores: ValidationRecord) {
    self.epoch = epoch
    self.scores = scores
  }

  /// Reads the flat form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NamedKey.self)
    epoch = try container.decode(Int.self, forKey: Self.epochKey)
    scores = try ValidationRecord(from: decoder)
  }

  /// Writes the flat form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try container.encode(epoch, forKey: Self.epochKey)
    try scores.encode(to: encoder)
  }

  private static let epochKey = NamedKey("epoch")
}
