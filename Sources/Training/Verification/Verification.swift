public import Config
import Diagnostics
public import Experiment
import Foundation
import NeuralNets
import Torch

/// Trains the beginning of a run again, and compares each loss and the weights after each epoch with its `trace.csv`.
///
/// Nothing is written into the run folder, into which the run itself may write meanwhile.
public struct Verification {
  /// How much is trained again.
  public enum Extent: Sendable {
    /// As many updates; fewer where the run has made fewer.
    case steps(Int)
    /// What takes little time: 500 updates that can be compared.
    case usual
    /// All updates.
    case all
  }

  private let folder: RunFolder
  private let experiment: Loaded<ExperimentConfig>
  private let recorded: Loaded<ExperimentConfig>
  private let version: String
  private let cache: CacheSettings
  private let progress: ProgressDisplay

  /// Prepares a verification.
  ///
  /// - Parameters:
  ///   - folder: the run's.
  ///   - experiment: the run's config, with what is to be another this time, such as the place of the images.
  ///   - recorded: the run's config as it stands.
  ///   - version: this program's version, to compare.
  ///   - cache: where decoded images are kept.
  public init(
    _ folder: RunFolder, _ experiment: Loaded<ExperimentConfig>, recorded: Loaded<ExperimentConfig>,
    version: String, cache: CacheSettings, progress: ProgressDisplay
  ) {
    self.folder = folder
    self.experiment = experiment
    self.recorded = recorded
    self.version = version
    self.cache = cache
    self.progress = progress
  }

  /// Trains and compares.
  ///
  /// - Throws: `DiagnosticError` where the run has nothing to compare with or the data is bad, `TrainingFailure`.
  public func verify(_ extent: Extent) throws -> Verdict {
    do {
      return try compare(extent)
    } catch is StopSignal.Raised {
      return Verdict(outcome: .stopped, step: 0, epochs: 0, differences: [], alike: [], isExact: true)
    }
  }

  private func compare(_ extent: Extent) throws -> Verdict {
    let run = try RecordedRun(folder)
    let end = try end(extent, of: run.rows)
    LibTorch.keepFreedMemory()
    // Other threads, other bits: those of the run, unless others are asked for.
    let sameThreads = experiment.config.training.threads == recorded.config.training.threads
    let compute = try Compute(
      experiment.config.training, threads: sameThreads ? run.environment.threads : nil)
    try compute.requireKernels(for: experiment)
    let data = try TrainingData(experiment.config, in: cache, progress: progress)
    if let warning = cache.warning(data.cache) { progress.warn(warning) }
    let session = try Session(experiment, data, compute, progress: progress)
    let now = session.environment(version: version, findings: [], command: [])
    let changes = keyChanges(to: session, from: run.environment)
    announce(run, upTo: end, now, changes)
    let retraining = try Retraining(session, comparingWith: run.rows, upTo: end)
    let outcome = try retraining.run()
    return Verdict(
      outcome: outcome, step: retraining.reproducedStep, epochs: retraining.reproducedEpochs,
      differences: run.restarts.isEmpty
        ? run.environment.differences(to: now) + changes : Self.words(of: run.restarts),
      alike: now.conditionWords, isExact: compute.isExact,
      damagedLine: run.damagedLine, wasRestarted: !run.restarts.isEmpty)
  }

  /// What the folder says of config and environment is of after the last restart, and the rows are of before the first.
  private static func words(of restarts: [RestartRecord]) -> [String] {
    restarts.flatMap { restart in
      restart.changes.map { "at the restart after step \(restart.step), \($0)" }
    }
  }

  private static let usualSteps = 500

  /// The last update to train.
  private func end(_ extent: Extent, of rows: [TraceRow]) throws -> Int {
    let (first, last) = (rows.first?.step ?? 1, rows.last?.step ?? 0)
    switch extent {
    case .all: return last
    case .usual: return min(last, first - 1 + Self.usualSteps)
    case .steps(let count):
      guard count >= first else {
        throw TrainingFailure(
          .usage, "the trace of \(folder.path) begins with step \(first); give --steps \(first) or more")
      }
      return min(last, count)
    }
  }

  /// The keys that are not the run's.
  private func keyChanges(to session: Session, from environment: EnvironmentRecord) -> [String] {
    let hash = environment.weights?.contentHash ?? "unknown"
    let before =
      recorded.config.model.weights?.replacingPath(in: recorded.differing, byHash: hash)
      ?? recorded.differing
    return Identity.differences(from: before, to: session.differing).map(\.description)
  }

  /// Says what is compared with what, and first what makes a difference likely.
  private func announce(
    _ run: RecordedRun, upTo end: Int, _ now: EnvironmentRecord, _ changes: [String]
  ) {
    let (first, last) = (run.rows.first?.step ?? 1, run.rows.last?.step ?? 0)
    progress.field("verify", "\(folder.path), step 1 to \(end) of \(last)")
    progress.field(
      "device",
      "\(now.device), \(now.precision), \(Wording.count(now.threads, "thread")) (\(now.processor))")
    if let difference = run.environment.dataDifference(to: now) {
      progress.field("data", "not what the run was trained on: \(difference)")
    }
    for change in changes { progress.field("config", "not the run's: \(change)") }
    if first > 1 {
      progress.field("trace", "begins with step \(first): those before are trained, and not compared")
    }
    if let line = run.damagedLine {
      progress.field("trace", "is damaged from line \(line) on: step \(last) is the last one to compare")
    }
    if let restart = run.restart {
      progress.field(
        "restart",
        "the run went on inexactly after step \(restart.step), which is the last one to compare")
      for change in run.restarts.flatMap(\.changes) { progress.field("", "since then \(change)") }
      progress.field("", "what config.yaml says since then can be put back with key=value")
    }
    if now.exact == false {
      progress.field(
        "exact", "no: the last bits may differ on \(now.device) without training.deterministic")
    }
  }
}
