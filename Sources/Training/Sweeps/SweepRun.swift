import Diagnostics
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
  /// Found once, for the choice of jobs and for the plan.
  private let costs: SweepCosts

  /// Prepares a sweep: reads and checks its data, by which its cells are known.
  ///
  /// - Throws: `DiagnosticError` with what is wrong with the data; `StopSignal.Raised`.
  public init(_ sweep: Sweep, _ settings: Settings, progress: ProgressDisplay) throws {
    self.sweep = sweep
    self.settings = settings
    self.progress = progress
    costs = SweepCosts(sweep, cache: settings.cache)
    var identities = SweepIdentities(cache: settings.cache, progress: progress)
    members = settings.folder.members(sweep.cells, identities: try identities.identities(of: sweep))
  }

  /// Trains the cells that are not done.
  ///
  /// - Returns: How it ended, and how the sweep stands then.
  /// - Throws: `DiagnosticError` where something is in the way, is wrong with the data for a cell's network, or would take more than the
  ///   budget; `FileFailure`.
  public func run() throws -> (outcome: Outcome, standing: SweepStanding) {
    try settings.folder.requireRoom(for: members)
    let states = states
    let configurations = Set(sweep.cells.map(\.configuration)).count
    progress.field(
      "sweep",
      "\(settings.folder.path): \(Wording.count(members.count, "cell")) of \(Wording.count(configurations, "configuration"))"
    )
    let strangers = settings.folder.strangers(to: members)
    if strangers > 0 {
      progress.field(
        "others",
        "\(Wording.count(strangers, "folder")) there \(strangers == 1 ? "belongs" : "belong") to no cell of this sweep: other data, settings or seeds"
      )
    }
    let launcher = try launcher(states)
    try settings.folder.prepare(sweep, members)
    let loop = SweepLoop(
      sweep, called: settings.folder.name, members, states, retryingFailed: settings.retriesFailed, launcher,
      timeout: settings.timeout, progress: progress)
    if let beginning = loop.standing.beginning { progress.field("begun", beginning) }
    let outcome = try loop.run()
    tellOfChange()
    return (outcome, loop.standing)
  }

  /// What the cells take, those that are done included; a few steps of some are trained for it.
  public func plan() throws -> SweepPlan {
    let states = states
    // Where nothing is left there is nothing to choose for.
    let jobs = isLeft(states) ? try jobs(for: states, keepingThem: false) : .fixed(settings.jobs ?? 1)
    return try plan(jobs, .measured, states)
  }

  private func plan(
    _ jobs: JobsChoice, _ timing: ExperimentPlan.Timing, _ states: [CellState]
  ) throws -> SweepPlan {
    try SweepPlan(costs, states: states, timing: timing, jobs: jobs, progress: progress)
  }

  /// What starts the processes, once the sweep is known to be within its budget.
  private func launcher(_ states: [CellState]) throws -> any Launcher {
    let program = Host.program
    let slurm =
      settings.isOnCluster
      ? SlurmLauncher(
        sweep.config.slurm, in: settings.folder.path, members: members, program: program, progress: progress)
      : nil
    guard isLeft(states) else {
      return slurm ?? LocalLauncher(.fixed(1), program: program)
    }
    let choice = slurm == nil ? try jobs(for: states, keepingThem: true) : .fixed(1)
    let knowsHours = slurm == nil && sweep.config.budget.hours != nil
    let plan = try plan(choice, knowsHours ? .measured : .none, states)
    for warning in plan.warnings { progress.warn(warning) }
    try plan.requireBudget(knowingHours: knowsHours)
    if slurm == nil { progress.field("jobs", choice.line) }
    return slurm ?? LocalLauncher(choice, program: program)
  }

  /// Whether the strategy wants anything trained.
  private func isLeft(_ states: [CellState]) -> Bool {
    let cells = zip(members, states).map { member, state in
      let stage = state.stage == .failed && settings.retriesFailed ? .waiting : state.stage
      return CellProgress(
        configuration: member.cell.configuration, stage: stage, scores: state.scores)
    }
    return !strategy.isDone(cells)
  }

  private var strategy: Strategy { Strategy(sweep.config.strategy, for: sweep.cells[0].config) }

  /// How many cells are trained at once.
  private func jobs(for states: [CellState], keepingThem keeps: Bool) throws -> JobsChoice {
    if let jobs = settings.jobs { return .fixed(jobs) }
    let left = zip(sweep.cells, states).filter { $1.stage != .finished }.map(\.0)
    return try .automatic(for: left, costs, in: settings.folder, keepingIt: keeps, progress: progress)
  }

  private var states: [CellState] {
    let comparesScores = strategy.comparesScores
    var watch = LeaseWatch(timeout: settings.timeout)
    return members.map { CellState(of: $0, withScores: comparesScores, &watch) }
  }

  /// Whoever changed the sweep meanwhile wants to know that this one went by what it had read.
  private func tellOfChange() {
    guard let text = try? Data(contentsOf: URL(fileURLWithPath: sweep.file)), text != Data(sweep.text) else {
      return
    }
    progress.warn(
      Diagnostic(
        .warning, "\(sweep.file) has changed since the sweep began, which went by what it had read",
        notes: ["give the same command again for what is new"]))
  }
}
