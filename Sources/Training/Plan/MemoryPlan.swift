import Experiment
import Images

/// What a run would have in the machine's memory at its peak, in bytes.
struct MemoryPlan: Equatable {
  /// The program, libtorch and what it compiles for the processor.
  let program: Double
  /// The batches that stand ready, and the decoded images and masks that are not on disk.
  let data: Double
  /// Weights, gradients, the optimiser's state and maps, with the gaps between them.
  let tensors: Double

  /// Everything together; the machine's `VmHWM` of the process.
  var peak: Double { program + data + tensors }

  /// What a run with next to no weights and images takes on Linux x86-64 with the CPU build of libtorch 2.13: measured.
  private static let emptyProgram = 205e6

  /// The heap for what comes and goes in a step over the most of it that is in use at once: measured, 1.33 to 1.53 at the sizes of
  /// Benchmarks/plan.py.
  ///
  /// Freed memory is kept (`LibTorch.keepFreedMemory`), and not every block finds a gap of its size among those that another
  /// left.
  private static let heapOverUse = 1.45

  init(_ config: ExperimentConfig, _ data: DataPlan, _ network: NetworkCost, _ cache: CacheSettings) {
    program = Self.emptyProgram
    let resident = Double(network.residentBytes)
    tensors = resident + Self.heapOverUse * (network.peakBytes - resident)
    let samples = Double((2 * config.training.loaderThreads + 1) * config.training.batchSize)
    let batches = samples * Double(data.samples.shape.size.area) * data.bytesPerPixel
    let onDisk = cache.folder == nil ? 0 : cache.mostDecodedBytes
    let rest = min(max(0, data.decodedBytes - onDisk), DecodedCache.usualBytesInMemory)
    self.data = batches + Double(rest) + Self.scoring(config, data)
  }

  /// What the scoring of the largest image has of it as a whole, where it is predicted by tiles that the trace does not see.
  private static func scoring(_ config: ExperimentConfig, _ data: DataPlan) -> Double {
    let pixels = (data.validationSizes + data.testSizes).map(\.area).max() ?? 0
    guard pixels > config.validation.maxPixels else { return 0 }
    let outputs = Double(max(1, config.data.classes.count))
    // Single precision: input, logits thrice (sum, quotient, loss) with the weights of tiles; truth, prediction and their pairs of 8 bytes.
    let perPixel = data.bytesPerPixel + 4 * Double(data.channels) + 4 * (3 * outputs + 1) + 8 * 4
    return heapOverUse * Double(pixels) * perPixel
  }
}
