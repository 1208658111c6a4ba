public import Diagnostics
public import Experiment
import Foundation

/// What a sweep would do and take, known without training a cell: what `unet sweep --dry-run` and `unet check` print.
public struct SweepPlan {
  let sweep: Sweep
  /// Of each cell, in their order.
  let entries: [Entry]
  let jobs: JobsChoice
  let times: SweepTimes?
  /// Bytes of memory that a cell could take; nil where the system doesn't say.
  let availableMemory: Double?
  private let dataWarnings: [Diagnostic]

  /// A cell with what is known of it.
  struct Entry {
    let cell: SweepCell
    let cost: CellCost
    let past: CellPast
    /// Seconds of the whole training: what was trained, and what is to come; nil where that was not found out.
    let seconds: Double?
    /// Seconds that are to come; nil likewise.
    let secondsToCome: Double?
  }

  /// Finds the files of the cells, reads their headers, and traces each network on a few tiny images.
  ///
  /// - Parameters:
  ///   - states: what each cell is at, in their order, with the scores that the strategy compares; empty where no folder was looked at.
  ///   - timing: whether to train a few steps, as `budget.hours` needs.
  ///   - jobs: how the cells would be trained.
  ///   - cache: where runs would keep decoded images.
  /// - Throws: `DiagnosticError` with all that is wrong with the files of any cell; `TrainingFailure`.
  public init(
    _ sweep: Sweep, states: [CellState] = [], timing: ExperimentPlan.Timing = .none,
    jobs: JobsChoice, cache: CacheSettings, progress: ProgressDisplay
  ) throws {
    try self.init(
      SweepCosts(sweep, cache: cache), states: states, timing: timing, jobs: jobs, progress: progress)
  }

  /// The same, with what is known already of what cells take.
  init(
    _ finder: SweepCosts, states: [CellState], timing: ExperimentPlan.Timing, jobs: JobsChoice,
    progress: ProgressDisplay
  ) throws {
    let (sweep, cache) = (finder.sweep, finder.cache)
    let costs = try finder.costs(of: sweep.cells, progress: progress)
    let pasts = Self.pasts(sweep, states)
    let known = zip(zip(sweep.cells, costs), pasts).map { (cell: $0.0, cost: $0.1, past: $1) }
    let isTimed = timing == .measured
    let times =
      isTimed
      ? try SweepTimes.measuring(
        known.filter { $0.past.isToCome }.map { ($0.cell, $0.cost) }, of: sweep,
        threads: jobs.threads, cache, progress) : nil
    self.init(
      sweep, entries: known.map { Entry($0.cell, $0.cost, $0.past, times, isTimed: isTimed) }, jobs: jobs,
      times: times, availableMemory: Host.availableMemory.map(Double.init), dataWarnings: finder.warnings)
  }

  /// How far each cell has come.
  private static func pasts(_ sweep: Sweep, _ states: [CellState]) -> [CellPast] {
    guard !states.isEmpty, let first = sweep.cells.first else { return sweep.cells.map { _ in .new } }
    let cells = zip(sweep.cells, states).map { cell, state in
      CellProgress(configuration: cell.configuration, stage: state.stage, scores: state.scores)
    }
    let out = Strategy(sweep.config.strategy, for: first.config).pausedForGood(cells)
    return states.enumerated().map { CellPast($1, isOut: out.contains($0)) }
  }

  /// A plan of what is known already.
  init(
    _ sweep: Sweep, entries: [Entry], jobs: JobsChoice, times: SweepTimes?, availableMemory: Double?,
    dataWarnings: [Diagnostic] = []
  ) {
    self.sweep = sweep
    self.entries = entries
    self.jobs = jobs
    self.times = times
    self.availableMemory = availableMemory
    self.dataWarnings = dataWarnings
  }

  /// The table of the cells, then what all take together.
  ///
  /// - Parameter width: the letters of a line that a table should keep to.
  public func lines(width: Int = .max) -> [String] {
    SweepTable(entries).lines(width: width) + [cellsLine] + timeLines + [diskLine]
  }

  /// What is legal but perhaps not meant: doubts about the data, and cells that need more memory than is free.
  public var warnings: [Diagnostic] { dataWarnings + memoryWarnings }

  /// The cells that are still to be trained.
  var toCome: [Entry] { entries.filter(\.past.isToCome) }

  /// Seconds until all that is left is trained, with so many processes at once; nil where that was not found out.
  var secondsToCome: Double? {
    let seconds = toCome.map(\.secondsToCome)
    guard seconds.allSatisfy({ $0 != nil }) else { return nil }
    let known = seconds.compactMap(\.self)
    let whole = entries.reduce(0) { $0 + ($1.seconds ?? 0) }
    let untrained = entries.reduce(0) { $0 + ($1.secondsToCome ?? 0) }
    // What a strategy leaves out is not to come, of cells for which it is decided and of others.
    let wanted = min(known.reduce(0, +), max(0, untrained - whole * (1 - (shareOfEpochs ?? 1))))
    return max(min(known.max() ?? 0, wanted), wanted / Double(jobs.jobs))
  }

  /// The share of all epochs that the strategy trains; nil where that depends on time.
  var shareOfEpochs: Double? {
    guard let first = sweep.cells.first else { return 1 }
    return sweep.config.strategy.shareOfEpochs(
      of: Set(sweep.cells.map(\.configuration)).count, like: first.config)
  }

  /// Bytes of the run folders that are still to come, at most, where they are known.
  ///
  /// A cell that has begun has its checkpoints already.
  var diskToCome: Double {
    toCome.filter { $0.past.epochs == 0 }.reduce(0) { $0 + ($1.cost.known?.disk ?? 0) }
  }
}

extension SweepPlan.Entry {
  /// - Parameter isTimed: whether seconds are asked for; those of a cell that is done are known without a measurement.
  init(_ cell: SweepCell, _ cost: CellCost, _ past: CellPast, _ times: SweepTimes?, isTimed: Bool) {
    let whole = times?.seconds(cell.costKeys.all, cost)
    let share = 1 - Double(min(past.epochs, cost.epochs)) / Double(max(1, cost.epochs))
    let toCome = past.stage == .done ? (isTimed ? 0 : nil) : whole.map { $0 * share }
    self.init(
      cell: cell, cost: cost, past: past, seconds: toCome.map { past.seconds + $0 }, secondsToCome: toCome)
  }
}

// MARK: Words

extension SweepPlan {
  private var cellsLine: String {
    let counts = CellPast.Stage.all.filter { $0 != .new }.compactMap { stage -> String? in
      let count = entries.count { $0.past.stage == stage }
      return count == 0 ? nil : "\(Wording.grouped(count)) \(stage.rawValue)"
    }
    let left = "\(Wording.grouped(toCome.count)) to train"
    return "cells     \(Wording.grouped(entries.count)): \((counts + [left]).joined(separator: ", "))"
  }

  private var timeLines: [String] {
    guard let seconds = secondsToCome else { return [] }
    let spent = entries.reduce(0) { $0 + $1.past.seconds }
    let done = spent > 0 ? "; \(Wording.duration(spent)) were trained already" : ""
    let source = times.map { times in
      times.count < times.kinds
        ? "; measured for \(times.count) of \(times.kinds) kinds of cells, for the others from their FLOPs"
        : "; measured for each kind of cells"
    }
    let share = shareOfEpochs.flatMap {
      $0 < 1 ? "; the strategy trains \(Wording.percent($0)) of all epochs" : nil
    }
    return [
      "time      \(bound)about \(Wording.duration(seconds)) to come with \(jobs.words)\(source ?? "")\(share ?? "")\(done)"
    ]
  }

  private var diskLine: String {
    let unknown = toCome.count { $0.cost.known == nil }
    let without = unknown == 0 ? "" : ", without \(Wording.count(unknown, "cell")) of unknown size"
    return "disk      up to \(Wording.bytes(diskToCome)) to come\(without)"
  }

  /// "at most " where a strategy leaves cells before their end, and how many depends on time.
  var bound: String { shareOfEpochs == nil ? "at most " : "" }

  private var memoryWarnings: [Diagnostic] {
    var kinds: [String] = []
    var cells: [String: [Entry]] = [:]
    for entry in toCome {
      guard let need = memoryNeed(of: entry) else { continue }
      if cells[need] == nil { kinds.append(need) }
      cells[need, default: []].append(entry)
    }
    return kinds.compactMap { need in
      guard let first = cells[need]?.first, let count = cells[need]?.count else { return nil }
      let others = count == 1 ? "" : " and \(Wording.count(count - 1, "other"))"
      return Diagnostic(
        .warning, "the cell \(first.cell.label)\(others) \(need)",
        notes: ["such a cell fails, the others go on; choose a smaller model, batch or crop for it"])
    }
  }

  /// Why there may not be enough memory for a cell; nil where there is, or where nothing is known.
  private func memoryNeed(of entry: Entry) -> String? {
    switch entry.cost.network {
    case .failure(let unknown): return "may not fit into memory: \(unknown.reason)"
    case .success(let network):
      guard let available = availableMemory, network.memory > available, jobs.devices == 0 else { return nil }
      return
        "may need about \(Wording.bytes(network.memory)) of memory, and \(Wording.bytes(available)) are free"
    }
  }
}
