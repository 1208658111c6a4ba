package import Experiment
import Torch

/// What a run does with data, and nothing else: for `Benchmarks/data.py`, which holds it against PyTorch's loaders.
///
/// These are the steps of `Run.train` and of `Trainer`, in their order, with the same loader and on the same device. It is visible to
/// this package alone, so that timing them opens none of the types behind them.
package struct DataPath {
  /// Threads of an operation on a tensor.
  package let threads: Int
  /// Threads that prepare batches.
  package var workers: Int { config.training.loaderThreads }
  private let config: ExperimentConfig
  private let data: TrainingData
  private let device: Device

  /// Does what comes before the first epoch: files are found, decoded and checked, and the statistics computed.
  ///
  /// - Parameter cache: where decoded images are kept.
  /// - Throws: `DiagnosticError` for bad data, `TrainingFailure`.
  package init(_ config: ExperimentConfig, in cache: CacheSettings) throws {
    LibTorch.keepFreedMemory()
    let compute = try Compute(config.training, threads: nil)
    (threads, device) = (compute.threads, compute.device)
    self.config = config
    data = try TrainingData(config, in: cache)
    _ = try Lint(data, config).passed()
  }

  /// Makes all batches of an epoch, as the network would get them.
  ///
  /// - Parameter epoch: which, from 0.
  /// - Returns: the number of samples.
  package func makeBatches(epoch: Int) throws -> Int {
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
    let loader = BatchLoader(data, plan: plan, from: 0, workers: workers)
    defer { loader.stop() }
    var samples = 0
    for _ in 0..<plan.batchCount { samples += try loader.next().sampled(on: device).count }
    try device.synchronize()
    return samples
  }
}
