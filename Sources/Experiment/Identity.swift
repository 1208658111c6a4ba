import Foundation

/// What determines a run's result, as one hash: two runs of the same identity are the same experiment.
///
/// It is the SHA-256 of the sorted JSON of the keys that differ from their default, as declared (`auto` stays `auto`), less those that
/// change no result, with each path replaced by the data that it leads to, and of the version of our results.
public enum Identity {
  /// Raised only when our numbers or defaults change, so that older runs are not taken for the same.
  public static let resultsVersion = 4

  /// Keys that change where or how fast a run happens, or whether it ends, not what comes out.
  private static let irrelevant: Set<String> = [
    "training.device", "training.threads", "training.workers", "training.samples",
    "validation.keep_best", "training.tensorboard", "training.checkpoint_minutes", "training.on_nan",
    "training.deterministic",
    "data.silence",
  ]

  /// Keys that say which files are read and how they are divided: the fingerprint of the data stands for them.
  private static let paths: Set<String> = [
    "data.root", "data.images", "data.masks", "data.image_name", "data.mask_name", "data.training",
    "data.validation",
    "data.test",
  ]

  /// The identity of a run, 64 hexadecimal digits.
  ///
  /// - Parameters:
  ///   - differing: the declared text of each key that differs from its default, by dotted path.
  ///   - dataFingerprint: a hash over which images and masks are read, what is in them, and how they are split.
  ///   - restarts: when the run went on inexactly: such a run is never the same as one that did not.
  public static func hash(
    differing: [String: String], dataFingerprint: String, restarts: [RestartRecord] = []
  ) throws -> String {
    var keys = determining(differing).filter { !paths.contains($0.key) }
    keys["data"] = dataFingerprint
    keys["results_version"] = String(resultsVersion)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !restarts.isEmpty { keys["restarts"] = String(decoding: try encoder.encode(restarts), as: UTF8.self) }
    return try ContentHash.of(encoder.encode(keys))
  }

  /// Whether a key says which files are read and how they are divided, or is within one that does.
  static func choosesFiles(_ key: String) -> Bool {
    paths.contains { key == $0 || key.hasPrefix("\($0).") }
  }

  /// The keys that change a result.
  static func determining(_ differing: [String: String]) -> [String: String] {
    differing.filter { !irrelevant.contains($0.key) }
  }

  /// A key that has changed.
  public struct Change: Hashable, Sendable, CustomStringConvertible {
    /// The dotted path.
    public let key: String
    /// The declared text before and now; nil where it was or is the default.
    public let before, now: String?

    /// "model.depth was 3 and is 4".
    public var description: String { "\(key) was \(before ?? "its default") and is \(now ?? "its default")" }
  }

  /// Each key that changes a result and has changed, sorted.
  ///
  /// The number of epochs and early stopping are not among them: whether they may change depends on the schedule and the history.
  public static func changes(from before: [String: String], to now: [String: String]) -> [Change] {
    differences(from: before, to: now, besides: ["training.epochs", "training.early_stopping"])
  }

  /// Each key that can change a result and is another, as `changes`, besides some.
  public static func differences(
    from before: [String: String], to now: [String: String], besides others: Set<String> = []
  ) -> [Change] {
    let silent = irrelevant.union(paths).union(others)
    return Set(before.keys).union(now.keys).subtracting(silent).sorted().compactMap { key in
      let (old, new) = (before[key], now[key])
      return old == new ? nil : Change(key: key, before: old, now: new)
    }
  }
}
