extension SweepCell {
  /// What tells whether two cells cost the same, at three depths.
  public struct CostKeys: Hashable, Sendable {
    /// Cells of the same files have the same.
    public let files: String
    /// Cells whose networks and losses do the same to samples of one size have the same.
    public let network: String
    /// Cells that take the same operations, memory and disk have the same; it tells of epochs and files too.
    public let all: String
  }

  /// What the cost of the cell depends on, less what changes no count of operations or bytes: seeds, rates, schedules, how strongly
  /// images are varied.
  public var costKeys: CostKeys {
    let relevant = differing.filter { !Self.isFree($0.key) }
    let files = relevant.filter { $0.key.hasPrefix("data.") }
    let network = relevant.filter { !Identity.choosesFiles($0.key) }
    let augmentation = config.augmentation
    // Mixing costs a second loss, and turned images may need other padding.
    let varied = "\(augmentation.mixup.probability > 0) \(augmentation.quarterTurns.probability > 0)"
    return CostKeys(
      files: Self.text(files), network: Self.text(network) + varied, all: Self.text(relevant) + varied)
  }

  private static let freeKeys: Set<String> = [
    "training.seed", "training.on_nan", "training.early_stopping", "training.checkpoint_minutes",
    "training.gradient_clip_norm", "training.gradient_clip_value", "validation.metric", "data.silence",
    "optimizer.learning_rate", "optimizer.weight_decay",
  ]

  private static let freeSections = ["schedule", "augmentation", "training.early_stopping"]

  /// Whether a key changes no count of operations or bytes.
  private static func isFree(_ key: String) -> Bool {
    freeKeys.contains(key) || freeSections.contains { key == $0 || key.hasPrefix("\($0).") }
  }

  /// Sorted lines; of the weight of a part of the loss only that it is not 0.
  private static func text(_ keys: [String: String]) -> String {
    keys.sorted { $0.key < $1.key }.map { key, value in
      let kept =
        key.hasPrefix("loss.") ? value.replacing(/weight: (?!0\.0\b)[-+.e0-9]+/, with: "weight: #") : value
      return "\(key)=\(kept)\n"
    }.joined()
  }
}
