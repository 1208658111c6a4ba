public import Config
public import Diagnostics
public import Experiment
import Images
import NeuralNets
import Torch

/// What an experiment would do and take, known without decoding an image.
public struct ExperimentPlan {
  private let config: ExperimentConfig
  let data: DataPlan
  private let cache: CacheSettings
  private let device: Device
  private let size: ImageSize
  /// What could not be known is told by the failure.
  private let network: Result<NetworkPlan, UnknownCost>
  private let time: TimePlan?

  /// What becomes of the network.
  private struct NetworkPlan {
    let cost: NetworkCost
    let memory: MemoryPlan
    let disk: DiskPlan
  }

  /// Whether to find out how long it would take.
  public enum Timing: Sendable {
    /// Nothing is decoded or trained.
    case none
    /// Decodes the images and trains a few steps on them.
    case measured
  }

  /// Finds the experiment's files, reads their headers, and traces the network on a few tiny images.
  ///
  /// - Parameter cache: where a run would keep decoded images.
  /// - Throws: `DiagnosticError` with all that is wrong with the files; `TrainingFailure`.
  public init(
    _ experiment: Loaded<ExperimentConfig>, _ timing: Timing = .none, cache: CacheSettings
  ) throws {
    config = experiment.config
    self.cache = cache
    data = try DataPlan(config, decoding: cache.decodedCache(config))
    size = data.samples.shape.size
    // First, so that a measured run finds the process as a real one does.
    time = timing == .measured ? try TimePlan(experiment, cache) : nil
    let compute = try Compute(planning: config.training)
    try compute.requireKernels(for: experiment)
    device = compute.device
    let (config, data) = (config, data)
    network = try NetworkCost.find(config, data, autocast: compute.autocast).map { cost in
      NetworkPlan(
        cost: cost, memory: MemoryPlan(config, data, cost, cache), disk: DiskPlan(config, data, cost))
    }
  }

  /// What may not be as meant.
  public var warnings: [Diagnostic] {
    let silenced = config.data.silence
    return data.samples.findings.filter { !silenced.contains($0.name) }.compactMap {
      $0.diagnostic(besides: silenced)
    }
  }

  /// The plan in words, a line for each part.
  public var lines: [String] {
    var lines = [dataLine, modelLine]
    switch network {
    case .success(let plan):
      lines += levelLines(plan.cost) + [stepLine(plan.cost)] + memoryLines(plan) + [trainingLine]
      lines.append(diskLine(plan.disk))
    case .failure(let unknown): lines += levelLines(nil) + ["memory    \(unknown.reason)", trainingLine]
    }
    lines.append(cacheLine)
    return lines + (time.map { [timeLine($0)] } ?? [])
  }

  /// Why the cost of a network was not found out.
  struct UnknownCost: Error, Equatable {
    let reason: String
  }
}

extension ExperimentPlan.UnknownCost {
  /// A network that cannot be made here to be looked at; `nil` for one that can.
  init?(weights: Int, availableMemory: Int?) {
    // Single-precision weights, gradients and Adam's two moments, and narrow copies of the weights.
    let least = 18 * Double(weights)
    guard let available = availableMemory.map(Double.init), least > available else { return nil }
    reason = """
      at least \(Wording.bytes(least)) to train the weights alone, and \(Wording.bytes(available)) are free; \
      choose a smaller model.width or model.depth
      """
  }
}

// MARK: Words

extension ExperimentPlan {
  private var dataLine: String {
    let sizes = Set(data.trainingSizes.map(\.description)).sorted()
    let size = sizes.count == 1 ? sizes[0] : "\(sizes.count) different sizes"
    let words = Wording.data(
      training: data.training.count, validation: data.validation.count, test: data.test.count,
      size: size + sampleWords, channels: data.channels, config)
    return "data      \(words)"
  }

  /// The size of the samples where nobody chose it, and what of them is padding.
  private var sampleWords: String {
    let samples = data.samples
    guard samples.isPadded || (config.data.crop == nil && samples.shape.margin > 0) else { return "" }
    let padding = samples.isPadded ? ", \(Wording.percent(samples.padding)) padding" : ""
    return " in samples of \(samples.shape.size)\(padding)"
  }

  private var shape: UNet.Configuration { config.network(channels: data.channels) }

  private var modelLine: String {
    "model     \(Wording.model(config.model, parameters: shape.parameterCount))"
  }

  /// A table with a row for each level; without costs their columns are left out.
  private func levelLines(_ cost: NetworkCost?) -> [String] {
    let header = ["level", "size", "channels"] + (cost == nil ? [] : ["FLOPs", "activations"])
    let rows = (0...shape.depth).map { level in
      let shares = cost.map {
        [Wording.percent($0.levels[level].flops), Wording.percent($0.levels[level].activations)]
      }
      return [
        "\(level)", "\(shape.side(at: level, of: size.width))x\(shape.side(at: level, of: size.height))",
        Wording.grouped(shape.channels(at: level)),
      ] + (shares ?? [])
    }
    return Wording.table([header] + rows).map { "          \($0)" }
  }

  private func stepLine(_ cost: NetworkCost) -> String {
    let images = Double(min(config.training.batchSize, config.data.samplesPerEpoch ?? data.training.count))
    return """
      step      \(Wording.flops(cost.flops)) (forward \(Wording.flops(cost.forwardFlops)), \
      backward \(Wording.flops(cost.backwardFlops))), \(Wording.flops(cost.flops / images)) an image; \
      a multiply-add is 2
      """
  }

  private func memoryLines(_ plan: NetworkPlan) -> [String] {
    let (memory, cost) = (plan.memory, plan.cost)
    let tensors = """
      \(Wording.bytes(Double(cost.residentBytes))) weights and optimizer, \
      \(Wording.bytes(cost.activationBytes)) activations
      """
    guard device == .cpu else {
      return [
        """
        memory    about \(Wording.bytes(cost.peakBytes)) of tensors on \(device) at the peak: \(tensors), the rest gradients \
        and work; CUDA's own needs come on top
        """
      ]
    }
    return [
      """
      memory    about \(Wording.bytes(memory.peak)) at the peak: \(Wording.bytes(memory.program)) program, \
      \(Wording.bytes(memory.data)) data, \(tensors), the rest gradients and work
      """
    ]
  }

  private var trainingLine: String {
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: 0)
    return """
      training  \(Wording.count(config.training.epochs, "epoch")) of \
      \(Wording.count(plan.batchCount, "batch", "batches")) of \(config.training.batchSize): \
      \(Wording.grouped(config.training.epochs * plan.updateCount)) steps
      """
  }

  private func diskLine(_ disk: DiskPlan) -> String {
    """
    disk      up to \(Wording.bytes(disk.total)): \(Wording.bytes(disk.checkpoints)) checkpoints, \
    \(Wording.bytes(disk.samples)) samples, \(Wording.bytes(disk.logs)) logs, \(Wording.bytes(disk.records)) records
    """
  }

  private var cacheLine: String {
    let bytes = Wording.bytes(Double(data.decodedBytes))
    guard let folder = cache.folder, cache.mostDecodedBytes > 0 else {
      return "cache     none: decoded images take \(bytes), and stay in memory as far as there is room"
    }
    let bound = Wording.bytes(Double(cache.mostDecodedBytes))
    return "cache     decoded images take \(bytes) of the \(bound) for all runs in \(folder)/decoded"
  }

  private func timeLine(_ time: TimePlan) -> String {
    """
    time      about \(Wording.duration(time.run)): \(Wording.duration(time.epoch)) an epoch, \
    \(Wording.fixed(1000 * time.step, digits: 0)) ms a step
    """
  }
}
