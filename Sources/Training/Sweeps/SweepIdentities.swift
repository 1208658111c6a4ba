import Config
import Diagnostics
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
  private var fingerprints: [Data: Result<String, DiagnosticError>] = [:]

  /// - Parameter cache: where decoded images are kept.
  public init(cache: CacheSettings, progress: ProgressDisplay) {
    self.cache = cache
    self.progress = progress
  }

  /// The identity of each cell.
  ///
  /// The images of all data sections are decoded into the cache, from which the cells' processes take them, and checked.
  ///
  /// - Throws: `DiagnosticError` with what is wrong with the data, or with a file of weights, and with cells that have one
  ///   identity; `StopSignal.Raised`.
  public mutating func identities(of sweep: Sweep) throws -> [String] {
    var mistakes = CellMistakes()
    let identities = try sweep.cells.map { cell in
      try StopSignal.check()
      do {
        let fingerprint = try fingerprint(of: cell, in: sweep)
        let differing = try differing(of: cell, in: sweep)
        return try Identity.hash(differing: differing, dataFingerprint: fingerprint)
      } catch let error as DiagnosticError {
        mistakes.add(error, in: cell)
        return ""
      }
    }
    try mistakes.requireNone(among: sweep.cells.count)
    try Self.requireDifferent(sweep.cells, identities)
    return identities
  }

  /// Refuses cells that differ in names and paths alone: they would share a folder.
  private static func requireDifferent(
    _ cells: [SweepCell], _ identities: [String]
  ) throws(DiagnosticError) {
    var known: [String: SweepCell] = [:]
    var pairs: [[SourceLocation]: Diagnostic] = [:]
    for (cell, identity) in zip(cells, identities) {
      guard let first = known[identity] else {
        known[identity] = cell
        continue
      }
      guard let (own, other) = zip(cell.settings, first.settings).first(where: { $0.value != $1.value })
      else {
        continue
      }
      let places = [own.location, other.location]
      guard pairs[places] == nil else { continue }
      pairs[places] = Diagnostic(
        "'\(own.key): \(own.value)' makes the same experiment as '\(other.key): \(other.value)': the files are the same",
        at: own.location,
        notes: ["the other is at \(other.location)", "remove \(cell.label) or \(first.label)"])
    }
    let mistakes = pairs.values.sorted { $0.stands(before: $1) }
    if !mistakes.isEmpty { throw DiagnosticError(Array(mistakes.prefix(DiagnosticError.most))) }
  }

  private mutating func fingerprint(of cell: SweepCell, in sweep: Sweep) throws -> String {
    let data = Data(
      differing: cell.differing.filter { $0.key.hasPrefix("data.") },
      limit: cell.config.training.limitBatches?.validation)
    if let known = fingerprints[data] { return try known.get() }
    do {
      let loaded = try TrainingData(cell.config, in: cache, progress: progress)
      _ = try Lint(loaded, cell.config).passed()
      fingerprints[data] = .success(loaded.fingerprint)
      return loaded.fingerprint
    } catch let error as DiagnosticError {
      fingerprints[data] = .failure(error)
      throw error
    }
  }

  private func differing(of cell: SweepCell, in sweep: Sweep) throws -> [String: String] {
    guard cell.config.model.weights != nil else { return cell.differing }
    return try PretrainedWeights(sweep.experiment(of: cell))?.differing ?? cell.differing
  }
}
