import Config
import Experiment
import Foundation
import Images
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("What a network takes")
struct NetworkCostTests {
  /// A config of three classes; nothing reads its folders.
  private func config(_ overrides: String...) throws -> ExperimentConfig {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "config.yaml")
    let text = """
      data: {images: a, masks: b, classes: [x, y, z], validation: {fraction: 0.5}}
      model: {depth: 2, width: 4}
      loss: {ce: 1, dice: 1}
      optimizer: {name: adamw}
      """
    try Data(text.utf8).write(to: file)
    return try ExperimentConfig.load(
      file: file.path, overrides: overrides, environment: [:], currentFolder: folder.path
    ).config
  }

  private func probe(_ images: Int, _ height: Int, _ width: Int) -> SizeLaw.Probe {
    SizeLaw.Probe(images: images, size: ImageSize(width: width, height: height))
  }

  /// The multiply-adds of the transposed U-Net's convolutions on one image, summed by hand, and those of the first.
  private func multiplyAdds(
    depth: Int, width: Int, from channels: Int, to classes: Int, size: ImageSize
  ) -> (all: Int, first: Int) {
    func layer(_ level: Int, _ inputs: Int, _ outputs: Int, kernel: Int) -> Int {
      (size.height >> level) * (size.width >> level) * inputs * outputs * kernel * kernel
    }
    func features(_ level: Int) -> Int { width << level }
    let first = layer(0, channels, width, kernel: 3)
    var all = first + layer(0, width, width, kernel: 3) + layer(0, width, classes, kernel: 1)
    for level in 1...depth {
      all += layer(level, features(level - 1), features(level), kernel: 3)
      all += layer(level, features(level), features(level), kernel: 3)
    }
    for level in 0..<depth {
      // Each pixel below becomes a block of 2 x 2.
      all += layer(level + 1, features(level + 1), features(level), kernel: 2)
      all += layer(level, 2 * features(level), features(level), kernel: 3)
      all += layer(level, features(level), features(level), kernel: 3)
    }
    return (all, first)
  }

  @Test(
    "is the sum over its convolutions, forward and backward, at any size and in any precision",
    arguments: [nil, DType.bfloat16], [(1, 64, 64), (5, 40, 72)])
  func operations(precision: DType?, batch: (Int, Int, Int)) throws {
    let trace = try NetworkTrace(config(), channels: 1, autocast: precision)
    let batch = probe(batch.0, batch.1, batch.2)
    let cost = try #require(try NetworkCost(trace, batch: batch, scored: nil))
    let expected = multiplyAdds(depth: 2, width: 4, from: 1, to: 3, size: batch.size)
    #expect(cost.forwardFlops == Double(2 * batch.images * expected.all))
    // A gradient for the weights and one for the input, which the images don't want.
    #expect(cost.backwardFlops == Double(2 * batch.images * (2 * expected.all - expected.first)))
  }

  @Test("of the standard U-Net is 48.2 billion multiply-adds forward on 256 x 256 pixels")
  func standard() throws {
    let config = try config("model={depth: 4, width: 64}", "data.classes=[a, b]")
    let trace = try NetworkTrace(config, channels: 3, autocast: nil)
    let cost = try #require(try NetworkCost(trace, batch: probe(1, 256, 256), scored: nil))
    let expected = multiplyAdds(
      depth: 4, width: 64, from: 3, to: 2, size: ImageSize(width: 256, height: 256))
    #expect(cost.forwardFlops == Double(2 * expected.all))
    #expect((cost.forwardFlops / 2e8).rounded() == 482)
    // Single precision: the weights and Adam's two moments, and a few numbers of the norms.
    #expect(abs(trace.residentBytes - 12 * 31_037_698) < 200_000)
  }

  @Test("of a network that is there is the same, and nothing of it changes", arguments: [(64, 64), (40, 72)])
  func forward(size: (Int, Int)) throws {
    let network = try tinyNetwork(config())
    let before = try network.checkpointTensors.mapValues {
      try $0.converted(to: .float32).elements(as: Float.self)
    }
    let size = ImageSize(width: size.0, height: size.1)
    let flops = NetworkCost.forwardFlops(of: network.model, size: size, compute: network.compute)
    let channels = network.model.configuration.inputChannels
    let expected = multiplyAdds(depth: 2, width: 4, from: channels, to: 3, size: size)
    #expect(flops == Double(2 * expected.all))
    #expect(
      try network.checkpointTensors.mapValues { try $0.converted(to: .float32).elements(as: Float.self) }
        == before)
  }

  @Test(
    "is told exactly by smaller sizes", arguments: [nil, DType.bfloat16], ["transposed", "bilinear"])
  func extrapolation(precision: DType?, upsampling: String) throws {
    let trace = try NetworkTrace(
      config("model.upsampling=\(upsampling)", "data.ignore=9"), channels: 1, autocast: precision)
    let target = probe(5, 41, 62)
    let law = SizeLaw(target: target, depth: 2, steps: 2)
    let steps = try law.probes.map { try #require(try trace.train($0)) }
    let real = try #require(try trace.train(target))
    for phase in [\NetworkTrace.Step.forward, \.backward, \.update] {
      let planned = try #require(PlannedOperations(steps.map { $0[keyPath: phase] }, law)).operations
      let expected = real[keyPath: phase]
      #expect(planned.count == expected.count)
      // Before the first convolution stands the sampling, whose rows of coordinates all images share.
      let first = expected.firstIndex { $0.flops > 0 } ?? 0
      for (planned, expected) in zip(planned, expected).dropFirst(first) {
        #expect(planned.tensors == Double(expected.peakBytes), "\(expected.name)")
        #expect(planned.flops.map(\.count) == expected.products.map { Double($0.flops) }, "\(expected.name)")
      }
    }
  }

  @Test("is shared out to levels by how often a map is halved")
  func levels() throws {
    let trace = try NetworkTrace(config(), channels: 1, autocast: nil)
    let cost = try #require(try NetworkCost(trace, batch: probe(2, 64, 64), scored: nil))
    #expect(cost.levels.count == 3)
    #expect(abs(cost.levels.reduce(0) { $0 + $1.flops } - 1) < 1e-12)
    #expect(abs(cost.levels.reduce(0) { $0 + $1.activations } - 1) < 1e-12)
    // The deepest level: two convolutions, 8 to 16 and 16 to 16 channels, forward and twice backward.
    let deepest = Double(3 * 2 * 2 * 16 * 16 * 9 * (8 * 16 + 16 * 16))
    #expect(abs(cost.levels[2].flops - deepest / cost.flops) < 1e-12)
    // Maps of two convolutions of 16 channels, before and after their norms, and the pooled input with the bytes of its places.
    let kept = Double(2 * 16 * 16 * (4 * 16 * 4 + 8 * (4 + 1)))
    #expect(abs(cost.levels[2].activations - kept / cost.activationBytes) < 1e-12)
  }

  @Test("in memory is at least the weights, their gradients and what the backward pass needs")
  func memory() throws {
    let trace = try NetworkTrace(config("optimizer.name=sgd"), channels: 1, autocast: nil)
    let cost = try #require(try NetworkCost(trace, batch: probe(4, 128, 128), scored: nil))
    #expect(cost.peakBytes > Double(cost.residentBytes) + cost.activationBytes)
    let large = try #require(
      try NetworkCost(trace, batch: probe(4, 128, 128), scored: ImageSize(width: 4096, height: 4096)))
    #expect(large.peakBytes > 2 * cost.peakBytes)
  }

  @Test("is not looked for where the weights alone don't fit into memory")
  func tooLarge() {
    #expect(ExperimentPlan.UnknownCost(weights: 1_000_000, availableMemory: 18_000_000) == nil)
    #expect(ExperimentPlan.UnknownCost(weights: 1_000_000, availableMemory: nil) == nil)
    #expect(
      ExperimentPlan.UnknownCost(weights: 2_000_000_000, availableMemory: 8_000_000_000)?.reason
        == "at least 36.0 GB to train the weights alone, and 8.0 GB are free; choose a smaller model.width or model.depth"
    )
  }
}
