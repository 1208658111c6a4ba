import Config
import Diagnostics
import Experiment
import Images
import NeuralNets
import Torch

/// What each cell of a sweep takes, found once for all that take the same: a sweep of 10,000 cells has a few dozen kinds.
final class SweepCosts {
  let sweep: Sweep
  let cache: CacheSettings
  private var costs: [String: CellCost] = [:]
  private var files: [String: Result<DataFiles, DiagnosticError>] = [:]
  private var networks: [NetworkKey: Result<NetworkCost, ExperimentPlan.UnknownCost>] = [:]
  /// What may not be as meant in the data of some cells, each once.
  private(set) var warnings: [Diagnostic] = []

  private struct NetworkKey: Hashable {
    let keys: String
    let samples: NetworkCost.Samples
  }

  /// - Parameter cache: where runs would keep decoded images.
  init(_ sweep: Sweep, cache: CacheSettings) {
    self.sweep = sweep
    self.cache = cache
  }

  /// What each of some cells takes.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with the files of any; `TrainingFailure`.
  func costs(of cells: [SweepCell], progress: ProgressDisplay? = nil) throws -> [CellCost] {
    var mistakes = CellMistakes()
    let found = try cells.enumerated().compactMap { index, cell -> CellCost? in
      progress?.update("planning \(index + 1)/\(cells.count)")
      do { return try cost(of: cell) } catch let error as DiagnosticError {
        mistakes.add(error, in: cell)
        return nil
      }
    }
    try mistakes.requireNone(among: cells.count)
    return found
  }

  /// What a cell takes.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with its files; `TrainingFailure`.
  private func cost(of cell: SweepCell) throws -> CellCost {
    let keys = cell.costKeys
    if let known = costs[keys.all] { return known }
    let config = cell.config
    let data = try DataPlan(config, dataFiles(config, keys))
    note(data.samples.findings, config)
    let compute = try Compute(planning: config.training)
    try compute.requireKernels(for: sweep.experiment(of: cell))
    let key = NetworkKey(keys: keys.network, samples: NetworkCost.Samples(config, data))
    let network =
      try networks[key] ?? NetworkCost.find(config, data, autocast: compute.autocast)
    networks[key] = network
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: 0)
    let samples = Double(plan.samples(in: 0..<plan.batchCount) * config.training.epochs)
    let batch = Double(key.samples.batch.images)
    let cost = CellCost(
      parameters: config.network(channels: data.channels).parameterCount,
      network: network.map { cost in
        CellCost.Network(
          stepFlops: cost.flops, flops: cost.flops / batch * samples,
          memory: compute.device == .cpu ? MemoryPlan(config, data, cost, cache).peak : cost.peakBytes,
          disk: DiskPlan(config, data, cost).total)
      },
      updates: plan.updateCount, epochs: config.training.epochs)
    costs[keys.all] = cost
    return cost
  }

  private func dataFiles(_ config: ExperimentConfig, _ keys: SweepCell.CostKeys) throws -> DataFiles {
    if let known = files[keys.files] { return try known.get() }
    do {
      let found = try DataFiles(config, decoding: cache.decodedCache(config))
      files[keys.files] = .success(found)
      return found
    } catch let error as DiagnosticError {
      files[keys.files] = .failure(error)
      throw error
    }
  }

  private func note(_ findings: [Finding], _ config: ExperimentConfig) {
    let silenced = config.data.silence
    let fresh = findings.filter { !silenced.contains($0.name) }.compactMap {
      $0.diagnostic(besides: silenced)
    }
    for warning in fresh where !warnings.contains(warning) { warnings.append(warning) }
  }
}
