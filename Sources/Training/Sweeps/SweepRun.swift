public import Experiment
import Foundation

/// A sweep on its way: what it is, where it goes, and how it is trained.
public struct SweepRun {
  /// How a sweep ended.
  public enum Outcome: Equatable, Sendable {
    /// Every cell is done, or left as the strategy wants it.
    case finished
    /// Every other cell is; these failed, with their reasons.
    case failed([Int: String])
    /// A signal came, and everything was saved.
    case stopped
  }

  /// What a person chooses of how a sweep is trained.
  public struct Settings {
    let folder: SweepFolder
    let cache: CacheSettings
    let timeout: LeaseTimeout
    let jobs: Int?
    let retriesFailed: Bool
    let isOnCluster: Bool

    /// - Parameters:
    ///   - folder: where everything goes.
    ///   - cache: where decoded images are kept.
    ///   - timeout: how long a process of another machine may be silent that trains a cell.
    ///   - jobs: how many cells are trained at once on this machine; nil for what is fastest.
    ///   - retriesFailed: whether cells that failed before are trained again.
    ///   - isOnCluster: whether Slurm starts the processes.
    public init(
      folder: SweepFolder, cache: CacheSettings, timeout: LeaseTimeout, jobs: Int?, retriesFailed: Bool,
      isOnCluster: Bool
    ) {
      self.folder = folder
      self.cache = cache
      self.timeout = timeout
      self.jobs = jobs
      self.retriesFailed = retriesFailed
      self.isOnCluster = isOnCluster
    }
  }

  private let sweep: Sweep
  private let settings: Settings
  private let progress: ProgressDisplay
  private let members: [SweepMember]

  /// Prepares a sweep: reads and checks its data, by which its cells are known.
  ///
  /// - Throws: `DiagnosticError` with what is wrong with the data; `StopSignal.Raised`.
  public init(_ sweep: Sweep, _ settings: Settings, progress: ProgressDisplay) throws {
    self.sweep = sweep
    self.settings = settings
    self.progress = progress
    var identities = SweepIdentities(cache: settings.cache, progress: progress)
    members = settings.folder.members(sweep.cells, identities: try identities.identities(of: sweep))
  }

  /// Trains the cells that are not done.
  ///
  /// - Throws: `DiagnosticError` where something is in the way; `FileFailure`.
  public func run() throws -> Outcome {
    try settings.folder.prepare(sweep, members)
    let launcher: any Launcher =
      settings.isOnCluster
      ? SlurmLauncher(
        sweep.config.slurm, in: settings.folder.path, members: members, program: Host.program,
        progress: progress)
      : LocalLauncher(try jobsWithinBudget(), program: Host.program)
    let loop = SweepLoop(
      sweep, members, retryingFailed: settings.retriesFailed, launcher, timeout: settings.timeout,
      progress: progress)
    return try loop.run()
  }

  /// What the cells take, those that are done included; a few steps of some are trained for it.
  public func plan() throws -> SweepPlan { try plan(jobs(keepingThem: false), .measured) }

  /// How many cells are trained at once.
  ///
  /// - Throws: `DiagnosticError` where what is left would take more than the budget.
  private func jobsWithinBudget() throws -> JobsChoice {
    let choice = try jobs(keepingThem: true)
    progress.line("jobs      \(choice.line)")
    let budget = sweep.config.budget
    if budget.isGiven { try plan(choice, budget.hours == nil ? .none : .measured).requireBudget() }
    return choice
  }

  private func plan(_ jobs: JobsChoice, _ timing: ExperimentPlan.Timing) throws -> SweepPlan {
    try SweepPlan(
      sweep, states: states, timing: timing, jobs: jobs, cache: settings.cache, progress: progress)
  }

  /// How many cells are trained at once.
  private func jobs(keepingThem keeps: Bool) throws -> JobsChoice {
    if let jobs = settings.jobs { return .fixed(jobs) }
    let left = zip(members, states).filter { $1.stage != .finished }.map(\.0)
    return try .automatic(
      for: left, of: sweep, in: settings.folder, keepingIt: keeps, cache: settings.cache, progress: progress)
  }

  private var states: [CellState] {
    var watch = LeaseWatch(timeout: settings.timeout)
    return members.map { CellState(of: $0, withScores: false, &watch) }
  }
}
