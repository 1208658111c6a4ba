import Config
public import Experiment
import Images

/// The identities of a sweep's cells, for which the data of each is read once.
public struct SweepIdentities {
  /// What the data of a config are known by.
  private struct Data: Hashable {
    let differing: [String: String]
    let limit: Int?
  }

  private let cache: CacheSettings
  private let progress: ProgressDisplay
  private var fingerprints: [Data: String] = [:]

  /// - Parameter cache: where decoded images are kept.
  public init(cache: CacheSettings, progress: ProgressDisplay) {
    self.cache = cache
    self.progress = progress
  }

  /// The identity of each cell.
  ///
  /// The images of all data sections are decoded into the cache, from which the cells' processes take them, and checked.
  ///
  /// - Throws: `DiagnosticError` with what is wrong with the data, or with a file of weights; `StopSignal.Raised`.
  public mutating func identities(of sweep: Sweep) throws -> [String] {
    try sweep.cells.map { cell in
      try StopSignal.check()
      let fingerprint = try fingerprint(of: cell, in: sweep)
      let differing = try differing(of: cell, in: sweep)
      return try Identity.hash(differing: differing, dataFingerprint: fingerprint)
    }
  }

  private mutating func fingerprint(of cell: SweepCell, in sweep: Sweep) throws -> String {
    let data = Data(
      differing: cell.differing.filter { $0.key.hasPrefix("data.") },
      limit: cell.config.training.limitBatches?.validation)
    if let known = fingerprints[data] { return known }
    let loaded = try TrainingData(cell.config, in: cache, progress: progress)
    _ = try Lint(loaded, cell.config).passed()
    fingerprints[data] = loaded.fingerprint
    return loaded.fingerprint
  }

  private func differing(of cell: SweepCell, in sweep: Sweep) throws -> [String: String] {
    guard cell.config.model.weights != nil else { return cell.differing }
    return try PretrainedWeights(sweep.experiment(of: cell))?.differing ?? cell.differing
  }
}
