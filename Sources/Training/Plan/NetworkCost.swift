import Experiment
import Images
import NeuralNets
import Torch

/// What a network takes to train on batches of one size: operations and memory.
///
/// One multiply-add counts as two floating-point operations (FLOPs); only convolutions and matrix products count.
struct NetworkCost {
  /// A level of the network: all maps that are halved equally often.
  struct Level: Equatable {
    /// The level's share of a step's operations, 0...1.
    let flops: Double
    /// The level's share of what the forward pass keeps for the backward pass, 0...1.
    let activations: Double
  }

  /// Operations of one step's forward pass.
  let forwardFlops: Double
  /// Operations of one step's backward pass.
  let backwardFlops: Double
  /// Bytes that the forward pass of a step keeps for the backward pass: images, masks and maps.
  let activationBytes: Double
  /// Bytes of the weights, the buffers and the optimiser's state.
  let residentBytes: Int
  /// Bytes of the weights that predict.
  let weightBytes: Int
  /// Bytes of all that an exact resume needs.
  let checkpointBytes: Int
  /// The most bytes of tensors at any moment, training or scoring; `residentBytes` is part of it.
  let peakBytes: Double
  /// The levels, from full resolution down.
  let levels: [Level]

  /// Runs a few tiny steps of the real network.
  ///
  /// - Parameters:
  ///   - batch: the images of a step and their size.
  ///   - scored: the size of the largest image that is scored.
  /// - Returns: `nil` where no tiny images tell of the real ones.
  init?(_ trace: NetworkTrace, batch: SizeLaw.Probe, scored: ImageSize?) throws {
    let depth = trace.network.model.configuration.depth
    guard let (law, steps) = try Self.probe(batch, depth: depth, trace.train),
      let forward = PlannedOperations(steps.map(\.forward), law),
      let backward = PlannedOperations(steps.map(\.backward), law),
      let update = PlannedOperations(steps.map(\.update), law)
    else { return nil }
    var peak = max(forward.peak, backward.peak, update.peak)
    // Scoring keeps nothing for a backward pass: it takes more only where there are more pixels.
    if let scored, scored.area > batch.images * batch.size.area {
      let target = SizeLaw.Probe(images: 1, size: scored)
      guard let (law, runs) = try Self.probe(target, depth: depth, trace.score),
        let scoring = PlannedOperations(runs, law)
      else { return nil }
      peak = max(peak, scoring.peak)
    }
    forwardFlops = forward.flops
    backwardFlops = backward.flops
    activationBytes = forward.kept
    residentBytes = trace.residentBytes
    (weightBytes, checkpointBytes) = trace.savedBytes
    peakBytes = peak
    levels = (0...depth).map { level in
      Level(
        flops: (forward.flops(at: level) + backward.flops(at: level)) / (forward.flops + backward.flops),
        activations: forward.kept(at: level) / forward.kept)
    }
  }

  /// Operations of one step.
  var flops: Double { forwardFlops + backwardFlops }

  /// Measures at the smallest probes that the network takes.
  static func probe<Measurement>(
    _ target: SizeLaw.Probe, depth: Int, _ measure: (SizeLaw.Probe) throws -> Measurement?
  ) throws -> (SizeLaw, [Measurement])? {
    for steps in smallestSteps...largestSteps {
      let law = SizeLaw(target: target, depth: depth, steps: steps)
      // Maps of a turned image are turned: where both sides leave the same rest, one probe stands for two.
      var known: [SizeLaw.Probe: Measurement] = [:]
      let turns = target.size.width % law.unit == target.size.height % law.unit
      let results = try law.probes.compactMap { probe -> Measurement? in
        let turned = SizeLaw.Probe(images: probe.images, size: probe.size.transposed)
        if turns, let result = known[turned] { return result }
        known[probe] = try measure(probe)
        return known[probe]
      }
      if results.count == law.probes.count { return (law, results) }
    }
    return nil
  }

  /// At one step the deepest maps have a single pixel, whose layout is ambiguous and whose variance is none.
  private static let smallestSteps = 2
  /// Without padding an image has to be larger than all the rows that convolutions take away.
  private static let largestSteps = 16
}
