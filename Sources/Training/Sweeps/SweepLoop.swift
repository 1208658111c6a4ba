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
    static let ending = 0.02
    /// At the files of running cells.
    static let running = 0.5
    /// At those of cells that other sweeps may train.
    static let others = 2.0
  }

  private let name: String
  let sweep: Sweep
  let members: [SweepMember]
  private let strategy: Strategy
  /// How many epochs the strategy will have trained; nil for all, or where that depends on time.
  private let epochsInAll: Int?
  private let launcher: any Launcher
  private let progress: ProgressDisplay
  private var watch: LeaseWatch
  private(set) var states: [CellState]
  /// Cells that this sweep does not start any more: they failed, or somebody stopped them.
  private(set) var failures: [Int: String] = [:]
  /// Since when each cell runs that does, as far as this process has seen.
  private var starts: [Int: ContinuousClock.Instant] = [:]
  /// How often another process had the folder of a cell when it was to be prepared.
  private var refusals: [Int: Int] = [:]
  /// The epoch after which each process of ours pauses.
  private var targets: [Int: Int] = [:]
  private var lastLook = ContinuousClock.now
  private var lastLookAtAll = ContinuousClock.now
  /// Whether something has changed since the strategy was asked.
  private var isNews = true
  private var work: [CellWork] = []

  /// Prepares to train what is left.
  ///
  /// - Parameters:
  ///   - name: how the sweep is called.
  ///   - states: what the folder of each member tells.
  ///   - retriesFailed: whether cells that failed before are trained again.
  ///   - timeout: how long a process of another machine may be silent that trains a cell.
  init(
    _ sweep: Sweep, called name: String, _ members: [SweepMember], _ states: [CellState],
    retryingFailed retriesFailed: Bool, _ launcher: any Launcher, timeout: LeaseTimeout,
    progress: ProgressDisplay
  ) {
    self.name = name
    self.sweep = sweep
    self.members = members
    self.launcher = launcher
    self.progress = progress
    self.states = states
    strategy = Strategy(sweep.config.strategy, for: sweep.cells[0].config)
    let configurations = Set(sweep.cells.map(\.configuration)).count
    let share = sweep.config.strategy.shareOfEpochs(of: configurations, like: sweep.cells[0].config)
    let epochs = sweep.cells.reduce(0) { $0 + $1.config.training.epochs }
    epochsInAll = share.flatMap { $0 < 1 ? Int((Double(epochs) * $0).rounded(.up)) : nil }
    watch = LeaseWatch(timeout: timeout)
    for number in members.indices {
      // Who trains it may have ended while it was found out how to train the others.
      if states[number].stage == .running { look(at: number) }
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
      if isIdle, launcher.pending.isEmpty, !states.contains(where: { $0.stage == .running }) { break }
      lookAround(isIdle: isIdle)
      progress.update(standing)
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
    let room = launcher.room
    guard room > 0 else { return false }
    let pending = launcher.pending
    let startable = work.filter { item in
      !pending.contains(item.cell) && failures[item.cell] == nil && states[item.cell].stage != .running
    }
    for item in startable.prefix(room) { try start(item) }
    return startable.isEmpty
  }

  private func start(_ item: CellWork) throws {
    // Another sweep may have begun or ended it since it was looked at.
    let before = states[item.cell]
    look(at: item.cell)
    let now = states[item.cell]
    guard now.stage != .running, now.stage != .finished, now.epochs == before.epochs else { return }
    guard now.stage != .failed || before.stage == .failed else {
      failures[item.cell] = now.failure
      return
    }
    let threads: Int?
    do {
      threads = try CellFolder(member: members[item.cell], sweep: sweep).prepare(threads: launcher.threads)
      refusals[item.cell] = nil
    } catch let failure as ClaimFailure {
      return try refuse(item.cell, failure)
    } catch let failure as FileFailure {
      // A folder that cannot be written costs one cell.
      return try fail(item.cell, "\(failure)", isLasting: false)
    }
    targets[item.cell] = item.until ?? members[item.cell].cell.config.training.epochs
    starts[item.cell] = .now
    do {
      try launcher.start([CellJob(member: members[item.cell], until: item.until, threads: threads)])
    } catch let failure as FileFailure where failure.path.hasPrefix(members[item.cell].folder.path) {
      (targets[item.cell], starts[item.cell]) = (nil, nil)
      try fail(item.cell, "\(failure)", isLasting: false)
    }
  }

  /// Takes note of a folder that another process has, which may only be another sweep that prepares it.
  private func refuse(_ number: Int, _ failure: ClaimFailure) throws {
    look(at: number)
    refusals[number, default: 0] += 1
    if states[number].stage != .running, refusals[number] == Self.mostRefusals {
      try fail(number, "\(failure)", isLasting: false)
    }
  }

  /// Some seconds of looks: to prepare a folder takes milliseconds.
  private static let mostRefusals = 500

  // MARK: Looking

  private func look(at number: Int) {
    let before = states[number].stage
    states[number] = CellState(of: members[number], withScores: strategy.comparesScores, &watch)
    // Another sweep has tried it.
    if before != .failed, states[number].stage == .failed { failures[number] = states[number].failure }
    if states[number].stage == .finished { failures[number] = nil }
    if states[number].stage == .running, starts[number] == nil { starts[number] = .now }
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

  /// The exit code of a process that found another one at work in the folder.
  private static let held: Int32 = 69

  /// Takes note of how the process of a cell ended.
  private func settle(_ ending: CellEnding) throws {
    let (number, target) = (ending.cell, targets.removeValue(forKey: ending.cell))
    starts[number] = nil
    look(at: number)
    let state = states[number]
    switch ending.how {
    // The target of what another sweep has queued is not known.
    case .exited(0) where state.stage == .finished || state.epochs >= target ?? .max,
      .exited(0) where target == nil && state.summary?.status == .paused:
      tell(number)
    // Another sweep's process has it, or took it over.
    case .exited(75) where state.stage == .running: break
    // It may be done with it by now.
    case .exited(Self.held): break
    case .exited(75) where StopSignal.isRaised: break
    case .exited(75):
      try fail(
        number, "it was stopped by a signal, and saved: the same command goes on with it", isLasting: false)
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
    isNews = true
    if isLasting, states[number].stage != .failed {
      // Where the folder cannot be written any more, the reason is told all the same.
      try? members[number].folder.record(
        failure: reason, of: members[number],
        parameters: states[number].summary?.cost.parameters ?? 0)
      look(at: number)
    }
    tell(number)
  }

  /// Tells of a cell with which no process goes on.
  private func tell(_ number: Int) {
    guard let ending = standing(of: number, launcher.pending).ending else { return }
    if failures[number] == nil { progress.line(ending) } else { progress.failure(ending) }
  }

  // MARK: Telling

  /// How the sweep stands now.
  var standing: SweepStanding {
    let pending = launcher.pending
    return SweepStanding(
      name: name, cells: members.indices.map { standing(of: $0, pending) }, epochsInAll: epochsInAll)
  }

  /// - Parameter pending: the cells whose processes are ours.
  private func standing(of number: Int, _ pending: Set<Int>) -> CellStanding {
    let state = states[number]
    let seconds = starts[number].map { (ContinuousClock.now - $0) / .seconds(1) } ?? 0
    let told: CellStanding.State =
      switch state.stage {
      case _ where failures[number] != nil: .failed(reason: failures[number] ?? "")
      case .new: .new
      case .waiting, .failed: .paused
      case .running: .running(seconds: seconds, elsewhere: pending.contains(number) ? nil : state.holder)
      case .finished: .finished
      }
    return CellStanding(members[number], told, state.summary)
  }

  /// Waits until all processes have saved.
  private func stop() throws -> SweepRun.Outcome {
    launcher.stop()
    if !launcher.pending.isEmpty {
      progress.line(
        "stopping: \(Wording.count(launcher.pending.count, "cell")) to save; Ctrl-C again ends at once")
    }
    while !launcher.pending.isEmpty {
      for ending in try launcher.takeEnded() { try settle(ending) }
      usleep(UInt32(Pause.ending * 1e6))
    }
    return .stopped
  }
}
