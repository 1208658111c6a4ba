/// What one validation gave: the loss, each metric, and the metrics of each class.
///
/// In JSON the three stand side by side; a score that would be 0/0 is `null`.
public struct ValidationRecord: Codable, Equatable, Sendable {
  /// The loss over all validation images; its parts stand under `losses`.
  public let loss: LossRecord
  /// The scores by metric.
  public let scores: [Metric: Double?]
  /// The scores of each class, by score and class name: `{"iou": {"membrane": 0.62}}`.
  public let classScores: [ClassScore: [String: Double?]]

  /// Makes the record of one validation.
  public init(loss: LossRecord, scores: [Metric: Double?], classScores: [ClassScore: [String: Double?]]) {
    self.loss = loss
    self.scores = scores
    self.classScores = classScores
  }

  /// The value of a metric, the loss being one of them; `nil` where it has none.
  public subscript(metric: Metric) -> Double? {
    metric == .loss ? loss.total : scores[metric] ?? nil
  }

  /// The value by which an epoch may be chosen, or be an improvement; `nil` where the metric has none, and also where the loss is no
  /// number: the network's outputs are none then, and the classes that are read out of them mean nothing.
  public func rank(by metric: Metric) -> Double? { loss.total == nil ? nil : self[metric] }

  /// Reads the flat form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: NamedKey.self)
    let parts = try container.decode([String: Double?].self, forKey: Self.losses)
    loss = LossRecord(total: try container.decode(Double?.self, forKey: Self.total), parts: parts)
    var scores: [Metric: Double?] = [:]
    for metric in Metric.allCases where metric != .loss && container.contains(NamedKey(metric.rawValue)) {
      scores[metric] = try container.decode(Double?.self, forKey: NamedKey(metric.rawValue))
    }
    var classScores: [ClassScore: [String: Double?]] = [:]
    for score in ClassScore.allCases where container.contains(NamedKey(score.rawValue)) {
      classScores[score] = try container.decode([String: Double?].self, forKey: NamedKey(score.rawValue))
    }
    self.scores = scores
    self.classScores = classScores
  }

  /// Writes the flat form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NamedKey.self)
    try container.encode(loss.total, forKey: Self.total)
    try container.encode(loss.parts, forKey: Self.losses)
    for (metric, value) in scores { try container.encode(value, forKey: NamedKey(metric.rawValue)) }
    for (score, values) in classScores { try container.encode(values, forKey: NamedKey(score.rawValue)) }
  }

  private static let total = NamedKey(Metric.loss.rawValue)
  private static let losses = NamedKey("losses")
}
