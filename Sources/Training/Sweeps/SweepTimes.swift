import Experiment

/// How long each kind of cell takes: a few are measured, the others follow from their operations.
struct SweepTimes {
  /// What was measured of a kind.
  struct Measured: Equatable {
    /// Operations of an update on average.
    let flops: Double
    /// Seconds of an update.
    let update: Double
    /// Seconds of an epoch beside its updates.
    let rest: Double
    /// Seconds before the first epoch and after the last.
    let once: Double
  }

  /// The most kinds that are measured.
  static let most = 6

  private let measured: [String: Measured]
  private let update, rest: TimeLaw
  private let once: Double
  /// How many kinds of cells there are.
  let kinds: Int

  /// How many kinds were measured.
  var count: Int { measured.count }

  /// - Parameters:
  ///   - measured: by the key of the kind; at least one.
  ///   - kinds: how many kinds of cells there are.
  init(_ measured: [String: Measured], kinds: Int) {
    let all = Array(measured.values)
    self.measured = measured
    self.kinds = kinds
    update = TimeLaw(all.map { ($0.flops, $0.update) })
    rest = TimeLaw(all.map { ($0.flops, $0.rest) })
    once = all.reduce(0) { $0 + $1.once } / Double(max(1, all.count))
  }

  /// Seconds of a whole training; nil where nothing is known of its operations.
  func seconds(_ key: String, _ cost: CellCost) -> Double? {
    guard let flops = cost.updateFlops else { return nil }
    let own =
      measured[key]
      ?? Measured(flops: flops, update: update.seconds(flops), rest: rest.seconds(flops), once: once)
    return own.once + Double(cost.epochs) * (Double(cost.updates) * own.update + own.rest)
  }

  /// Which of some kinds to measure: spread over their operations, the least and the most among them.
  ///
  /// - Parameter flops: operations of an update, by the key of the kind.
  static func chosen(from flops: [String: Double]) -> [String] {
    let sorted = flops.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
    guard sorted.count > most else { return sorted }
    return (0..<most).map { sorted[$0 * (sorted.count - 1) / (most - 1)] }
  }
}

extension SweepTimes {
  /// Trains a few steps of some kinds of cells.
  ///
  /// - Parameters:
  ///   - cells: those that are to be trained, with their costs.
  ///   - threads: of each process.
  /// - Returns: nil where nothing is left to train, or no cost is known.
  static func measuring(
    _ cells: [(cell: SweepCell, cost: CellCost)], of sweep: Sweep, threads: Int, _ cache: CacheSettings,
    _ progress: ProgressDisplay
  ) throws -> SweepTimes? {
    var examples: [String: (cell: SweepCell, cost: CellCost)] = [:]
    for entry in cells where entry.cost.known != nil {
      let key = entry.cell.costKeys.all
      if examples[key] == nil { examples[key] = entry }
    }
    let keys = chosen(from: examples.compactMapValues(\.cost.updateFlops))
    guard !keys.isEmpty else { return nil }
    progress.line(
      "timing    \(Wording.count(keys.count, "kind")) of cells of \(examples.count), by a few steps each")
    var measured: [String: Measured] = [:]
    for (index, key) in keys.enumerated() {
      guard let (cell, cost) = examples[key], let flops = cost.updateFlops else { continue }
      progress.update("timing \(index + 1)/\(keys.count)")
      let plan = try TimePlan(sweep.experiment(of: cell), cache, threads: threads)
      measured[key] = Measured(flops: flops, plan, cost)
    }
    return SweepTimes(measured, kinds: examples.count)
  }
}

extension SweepTimes.Measured {
  fileprivate init(flops: Double, _ plan: TimePlan, _ cost: CellCost) {
    self.init(
      flops: flops, update: plan.step, rest: max(0, plan.epoch - Double(cost.updates) * plan.step),
      once: max(0, plan.run - Double(cost.epochs) * plan.epoch))
  }
}
