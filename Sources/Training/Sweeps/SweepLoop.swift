import Experiment
import Foundation

/// Trains the cells of a sweep that are not done, until all are, or a signal comes.
///
/// What is known of a cell is read from its run folder; nothing is kept beside it that could be lost or say something else. So a sweep that was
/// killed goes on by being started again, and several can share the work.
final class SweepLoop {
  /// How long to wait between two looks, in seconds.
  private enum Pause {
    /// At processes that may have ended.
    static let ending = 0.05
    /// At the files of running cells.
    static let running = 0.5
    /// At those of cells that other sweeps may train.
    static let others = 2.0
  }

  let sweep: Sweep
  let members: [SweepMember]
  private let strategy: Strategy
  private let launcher: any Launcher
  private let progress: ProgressDisplay
  private var watch: LeaseWatch
  private(set) var states: [CellState]
  /// Cells that this sweep does not start any more: they failed, or somebody stopped them.
  private(set) var failures: [Int: String] = [:]
  /// The epoch after which each process of ours pauses.
  private var targets: [Int: Int] = [:]
  private var lastLook = ContinuousClock.now
  private var lastLookAtAll = ContinuousClock.now
  /// Whether something has changed since the strategy was asked.
  private var isNews = true
  private var work: [CellWork] = []

  /// Looks at what is done.
  ///
  /// - Parameters:
  ///   - retriesFailed: whether cells that failed before are trained again.
  ///   - timeout: how long a process of another machine may be silent that trains a cell.
  init(
    _ sweep: Sweep, _ members: [SweepMember], retryingFailed retriesFailed: Bool, _ launcher: any Launcher,
    timeout: LeaseTimeout, progress: ProgressDisplay
  ) {
    self.sweep = sweep
    self.members = members
    self.launcher = launcher
    self.progress = progress
    strategy = Strategy(sweep)
    watch = LeaseWatch(timeout: timeout)
    states = members.map { _ in .new }
    for number in members.indices {
      look(at: number)
      if !retriesFailed, states[number].stage == .failed { failures[number] = states[number].failure }
    }
  }

  /// Trains what is left.
  ///
  /// - Throws: `FileFailure` where nothing can be started or written.
  func run() throws -> SweepRun.Outcome {
    while true {
      for ending in try launcher.takeEnded() { try settle(ending) }
      if StopSignal.isRaised { return try stop() }
      let isIdle = try startWhatFits()
      if isIdle, launcher.pending.isEmpty, !work.contains(where: { isElsewhere($0.cell) }) { break }
      lookAround(isIdle: isIdle)
      usleep(UInt32(Pause.ending * 1e6))
    }
    return failures.isEmpty ? .finished : .failed(failures)
  }

  // MARK: Starting

  /// Starts what there is room for; whether nothing is left to be started now.
  private func startWhatFits() throws -> Bool {
    if isNews {
      work = strategy.work(cellProgress)
      isNews = false
    }
    let startable = work.filter { canStart($0.cell) }
    for item in startable.prefix(max(0, launcher.room)) { try start(item) }
    return startable.isEmpty
  }

  private func canStart(_ cell: Int) -> Bool {
    !launcher.pending.contains(cell) && failures[cell] == nil && states[cell].stage != .running
  }

  /// Whether another sweep's process trains a cell.
  private func isElsewhere(_ cell: Int) -> Bool {
    states[cell].stage == .running && !launcher.pending.contains(cell)
  }

  private func start(_ item: CellWork) throws {
    // Another sweep may have begun or ended it since it was looked at.
    let before = states[item.cell]
    look(at: item.cell)
    let now = states[item.cell]
    guard now.stage != .running, now.stage != .finished, now.epochs == before.epochs else { return }
    do {
      try CellFolder(member: members[item.cell], sweep: sweep).prepare(threads: launcher.threads)
    } catch is ClaimFailure {
      return look(at: item.cell)
    }
    targets[item.cell] = item.until
    try launcher.start([CellJob(member: members[item.cell], until: item.until)])
  }

  // MARK: Looking

  private func look(at number: Int) {
    states[number] = CellState(of: members[number], withScores: strategy.needsScores, &watch)
    isNews = true
  }

  private func lookAround(isIdle: Bool) {
    let now = ContinuousClock.now
    if now - lastLook > .seconds(Pause.running) {
      launcher.pending.forEach(look)
      lastLook = now
    }
    if isIdle, now - lastLookAtAll > .seconds(Pause.others) {
      for number in members.indices where states[number].stage != .finished { look(at: number) }
      lastLookAtAll = now
    }
  }

  /// What the strategy sees of each cell.
  private var cellProgress: [CellProgress] {
    members.indices.map { number in
      let stage: CellProgress.Stage =
        failures[number] != nil
        ? .failed : states[number].stage == .failed ? .waiting : states[number].stage
      return CellProgress(
        configuration: members[number].cell.configuration, stage: stage, scores: states[number].scores,
        target: targets[number])
    }
  }

  // MARK: Ending

  /// Takes note of how the process of a cell ended.
  private func settle(_ ending: CellEnding) throws {
    let (number, target) = (ending.cell, targets.removeValue(forKey: ending.cell))
    look(at: number)
    let state = states[number]
    switch ending.how {
    // The target of what another sweep has queued is not known.
    case .exited(0) where state.stage == .finished || state.epochs >= target ?? .max,
      .exited(0) where target == nil && state.summary?.status == .paused:
      progress.line(ended(number))
    // Another sweep's process has it, or took it over.
    case .exited(64) where state.stage == .running, .exited(75) where state.stage == .running: break
    case .exited(75) where StopSignal.isRaised: break
    case .exited(75): try fail(number, "it was stopped by a signal, and saved", isLasting: false)
    // Most often somebody cancelled it.
    case .lost(let reason): try fail(number, reason, isLasting: false)
    default: try fail(number, reason(of: ending), isLasting: ending.how != .exited(64))
    }
  }

  private func reason(of ending: CellEnding) -> String {
    if let known = states[ending.cell].failure { return known }
    switch ending.how {
    case .signalled(SIGKILL): return "it was killed (signal 9), as by a system that runs out of memory"
    case .signalled(let number): return "it was ended by signal \(number)"
    case .lost(let reason): return reason
    case .exited(let code):
      let log = OutputLog(members[ending.cell].folder)
      return log.lastError ?? "its process ended with exit code \(code), and said nothing: \(log.path)"
    }
  }

  /// Takes a cell as failed.
  ///
  /// - Parameter isLasting: whether that is recorded, so that the next sweep doesn't try it again unasked.
  private func fail(_ number: Int, _ reason: String, isLasting: Bool) throws {
    failures[number] = reason
    let cell = members[number].cell
    if isLasting, states[number].stage != .failed {
      // Where the folder cannot be written any more, the reason is told all the same.
      try? members[number].folder.record(
        failure: reason, of: members[number],
        parameters: states[number].summary?.cost.parameters ?? 0)
      look(at: number)
    }
    progress.line("failed    \(cell.label): \(reason)")
  }

  private func ended(_ number: Int) -> String {
    let (state, cell) = (states[number], members[number].cell)
    let best = state.summary?.best.map {
      "  \($0.metric.rawValue) \(Wording.score($0.value)) in epoch \($0.epoch)"
    }
    let what = state.stage == .finished ? "done      " : "paused    "
    let time = Wording.duration(state.summary?.cost.seconds ?? 0)
    return "\(what)\(cell.label)\(best ?? "")  \(time)"
  }

  /// Waits until all processes have saved.
  private func stop() throws -> SweepRun.Outcome {
    launcher.stop()
    while !launcher.pending.isEmpty {
      for ending in try launcher.takeEnded() { try settle(ending) }
      usleep(UInt32(Pause.ending * 1e6))
    }
    return .stopped
  }
}
