/// When a run went on although what its result depends on had changed: from then on it is another run than its config says.
public struct RestartRecord: Codable, Hashable, Sendable {
  /// What became of the optimiser's memory.
  public enum Optimizer: String, Codable, Sendable {
    /// It went on with what it remembered.
    case kept
    /// It began anew.
    case new
  }

  /// What became of the scores of the epochs before.
  public enum Scores: String, Codable, Sendable {
    /// They compare with those that came after.
    case kept
    /// They don't: the best epoch, the plateau and early stopping were looked for anew.
    case new
  }

  /// Epochs that were done.
  public let epoch: Int
  /// Updates that were done.
  public let step: Int
  /// What had changed, a line each: "libtorch was 2.12.0 and is 2.13.0".
  public let changes: [String]
  /// What became of the optimiser's memory.
  public let optimizer: Optimizer
  /// What became of the scores of the epochs before.
  public let scores: Scores

  /// Makes the record of a restart.
  public init(epoch: Int, step: Int, changes: [String], optimizer: Optimizer, scores: Scores) {
    self.epoch = epoch
    self.step = step
    self.changes = changes
    self.optimizer = optimizer
    self.scores = scores
  }
}
