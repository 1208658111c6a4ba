public import Config
import Diagnostics
public import Experiment
import Foundation
import NeuralNets
import Torch

/// One run of an experiment, from its config to the finished run folder.
public struct Run {
  /// How a run begins.
  public enum Start: Sendable {
    /// In a folder that is not there yet.
    case fresh
    /// From the folder's last checkpoint, or from nothing where there is none.
    case resume
    /// Likewise, but also where what the result depends on has changed since, which is recorded.
    case restartInexactly
  }

  /// How a run ended.
  public enum Outcome: Sendable {
    /// All epochs are done, or early stopping ended them after one; with the best of them, and what the test gave where there is one.
    case finished(best: BestRecord?, earlyAfter: Int?, test: TestRecord?)
    /// A signal came, and the state was saved.
    case stopped
    /// The epoch after which to pause is done and saved; some are left.
    case paused(epochs: Int)
    /// A signal came before the first step of this process: there was nothing to save.
    case notBegun
  }

  private let experiment: Loaded<ExperimentConfig>
  let folder: RunFolder
  private let command: [String]
  private let version: String
  private let cache: CacheSettings
  let progress: ProgressDisplay
  let timeout: LeaseTimeout

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - experiment: the config, read without a mistake.
  ///   - folder: where everything goes.
  ///   - command: the command line, for the record.
  ///   - version: this program's version, for the record.
  ///   - cache: where decoded images are kept.
  ///   - timeout: how long others wait for a sign of life of this process before they take the run over.
  public init(
    _ experiment: Loaded<ExperimentConfig>, in folder: RunFolder, command: [String], version: String,
    cache: CacheSettings, timeout: LeaseTimeout, progress: ProgressDisplay
  ) {
    self.experiment = experiment
    self.folder = folder
    self.command = command
    self.version = version
    self.cache = cache
    self.timeout = timeout
    self.progress = progress
  }

  /// Trains until all epochs are done or a signal comes.
  ///
  /// Nothing is written before the config, the data and the network are known to be good.
  ///
  /// - Parameter pause: the epoch after which to leave off, counted from 1; nil to go on to the end.
  /// - Throws: `DiagnosticError` for bad data, `FileFailure`, `TrainingFailure`, `ClaimFailure` where another process has the folder.
  public func train(_ start: Start, pausingAfter pause: Int? = nil) throws -> Outcome {
    do {
      return try begin(start, pausingAfter: pause)
    } catch is StopSignal.Raised {
      return .notBegun
    }
  }

  private func begin(_ start: Start, pausingAfter pause: Int?) throws -> Outcome {
    if case .fresh = start, folder.exists { throw Self.occupied(folder) }
    // One that goes on must be alone from before it reads until its end; one that is done needs to write nothing.
    var claimed: ClaimedFolder?
    defer { claimed?.release() }
    if folder.exists, folder.isWritable {
      claimed = try claim()
      if claimed == nil { return .notBegun }
    }
    let saved = try Checkpoint.saved(in: folder)
    LibTorch.keepFreedMemory()
    let compute = try Compute(experiment.config.training, threads: saved?.state.conditions.threads)
    try compute.requireKernels(for: experiment)
    let data = try TrainingData(experiment.config, in: cache, progress: progress)
    if let warning = cache.warning(data.cache) { progress.warn(warning) }
    let findings = try Lint(data, experiment.config).passed()
    let session = try Session(experiment, data, compute, resuming: saved, progress: progress)
    let state = try saved.map { try session.state(resuming: $0, start, in: folder) } ?? session.newState
    if claimed == nil {
      if folder.exists, !folder.isWritable { return try finishedBefore(state, session) }
      // Another process made it meanwhile.
      guard try Folder.createNew(folder.path) else { return try begin(start, pausingAfter: pause) }
      claimed = try claim()
      // Before it was ours, another process may have gone on with it: what that one committed counts.
      if claimed != nil, try Checkpoint.saved(in: folder) != nil {
        claimed?.release()
        return try begin(start, pausingAfter: pause)
      }
    }
    guard let owned = claimed else { return .notBegun }
    return try train(session, state, after: saved, findings, pausingAfter: pause, in: owned)
  }

  /// Trains what is left to do after a state, in a folder that is this process's own.
  private func train(
    _ session: Session, _ state: TrainingState, after saved: Checkpoint.Saved?, _ findings: [Finding],
    pausingAfter pause: Int?, in claimed: ClaimedFolder
  ) throws -> Outcome {
    let restarts = state.restarts ?? []
    let trainer = Trainer(
      session, try RunOutput(session, to: claimed, restarts: restarts), state: state, saved: saved?.state,
      pausingAfter: pause)
    let isRestart = restarts.count > (saved?.state.restarts ?? []).count
    do {
      // A restart that is killed before it is committed is asked for again by what config.yaml says.
      if isRestart { try record(session, findings, in: claimed) }
      if let saved { try trainer.settle(saved) }
      if trainer.isFinished {
        progress.line(Self.done(trainer.state, folder))
        return Self.finished(trainer.state)
      }
      if trainer.isPaused { return .paused(epochs: trainer.state.epochs) }
      if !isRestart { try record(session, findings, in: claimed) }
    } catch {
      trainer.record(failure: "\(error)")
      throw error
    }
    for finding in findings {
      if let warning = finding.diagnostic(besides: experiment.config.data.silence) { progress.warn(warning) }
    }
    announce(session, resumed: saved != nil ? trainer.state : nil)
    if let restart = restarts.last, isRestart {
      progress.warn(Self.warning(restart))
    }
    return try train(trainer)
  }

  /// Trains, and records what ends the training.
  private func train(_ trainer: Trainer) throws -> Outcome {
    do {
      switch try trainer.train() {
      case .finished: return Self.finished(trainer.state)
      case .stopped: return .stopped
      case .paused: return .paused(epochs: trainer.state.epochs)
      }
    } catch {
      let failure = advised(error)
      trainer.record(failure: "\(failure)")
      throw failure
    }
  }

  /// What was wrong with the data can be put right: the run is not lost.
  private func advised(_ error: any Error) -> any Error {
    guard let error = error as? DiagnosticError else { return error }
    let advice = "put the data back as it was, and go on with: unet run --resume \(folder.path.asShellWord)"
    return DiagnosticError(
      error.diagnostics.map {
        Diagnostic($0.severity, $0.message, at: $0.location, excerpt: $0.excerpt, notes: $0.notes + [advice])
      })
  }

  private static func warning(_ restart: RestartRecord) -> Diagnostic {
    let optimizer = restart.optimizer == .new ? ["the optimizer begins anew"] : []
    let scores =
      restart.scores == .new
      ? ["scores don't compare with those before: the best epoch is looked for anew"] : []
    return Diagnostic(
      .warning,
      "the run goes on inexactly from epoch \(restart.epoch), step \(restart.step), which is recorded",
      notes: restart.changes + optimizer + scores)
  }

  static func finished(_ state: TrainingState) -> Outcome {
    .finished(
      best: state.best, earlyAfter: state.isStoppedEarly(.finished) ? state.epochs : nil,
      test: state.test?.record)
  }

  static func done(_ state: TrainingState, _ folder: RunFolder) -> String {
    state.isStoppedEarly(.finished)
      ? "\(folder.path) stopped early after epoch \(state.epochs) of \(state.plannedEpochs)"
      : "all \(state.epochs) epochs of \(folder.path) are done"
  }

  private static func occupied(_ folder: RunFolder) -> TrainingFailure {
    TrainingFailure(
      .usage,
      "the run folder \(folder.path) is there already, and is never overwritten; "
        + "--resume goes on with it, --name NAME starts another")
  }

  private func announce(_ session: Session, resumed: TrainingState?) {
    let (config, data, compute) = (experiment.config, session.data, session.network.compute)
    progress.field("run", folder.path)
    progress.field(
      "device",
      "\(compute.device), \(compute.precision), \(Wording.count(compute.threads, "thread")) (\(Host.processor))"
    )
    progress.field("model", Wording.model(config.model, parameters: session.parameters))
    progress.field(
      "data",
      Wording.data(
        training: data.training.count, validation: data.validation.count, test: data.test.count,
        channels: data.channels, config))
    progress.field("values", data.normalization.words)
    if let limits = config.training.limitBatches?.record {
      progress.field("limited", "\(Self.words(limits)): a trial, whose scores mean little")
    }
    for (index, line) in (session.network.weights?.lines ?? []).enumerated() {
      progress.field(index == 0 ? "weights" : "", line)
    }
    if let resumed {
      progress.field("resuming", "after epoch \(resumed.epochs), batch \(resumed.batches)")
      if !compute.isExact {
        progress.field(
          "exact", "no: the last bits may differ on \(compute.device) without training.deterministic")
      }
    }
  }

  private static func words(_ limits: SummaryRecord.Limits) -> String {
    let parts = [
      limits.training.map { "\(Wording.count($0, "batch", "batches")) an epoch" },
      limits.validation.map { "\(Wording.count($0, "image")) a validation" },
    ]
    return "at most " + parts.compactMap { $0 }.joined(separator: " and ")
  }

  /// Writes where the values come from; those that a resume reads from the run's own config come from where they came before.
  private func recordProvenance(in claimed: ClaimedFolder) throws {
    let kept = try? folder.read(ProvenanceRecord.self, from: folder.provenance)
    let record = ProvenanceRecord(experiment).continuing(kept, readFrom: folder)
    try claimed.write(record, to: folder.provenance)
  }

  /// Writes what is known before the first step.
  private func record(_ session: Session, _ findings: [Finding], in claimed: ClaimedFolder) throws {
    try claimed.createFolders()
    try recordProvenance(in: claimed)
    try claimed.write(Data(experiment.resolvedText.utf8), to: folder.config)
    let environment = session.environment(version: version, findings: findings, command: command)
    try claimed.write(environment, to: folder.environment)
  }
}
