import Foundation
import NeuralNets
import Torch

/// The training step alone, for `Benchmarks/training_step.py`: prints images per second.
///
///     training-step WIDTH DEPTH BATCH SIDE SECONDS
///
/// A U-Net of three channels and two classes learns one batch of noise by cross entropy and Dice under AdamW, in bf16 where the
/// processor has it: what `unet run` does between two batches. The first steps, in which memory and kernels are set up, aren't timed.
@main
struct TrainingStep {
  private static let warmup = 3
  private static let leastSteps = 4

  private let unet: UNet
  private let optimizer: Optimizer
  private let images, target: Tensor
  private let autocast: DType?

  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap(Int.init)
    guard numbers.count == 5 else {
      FileHandle.standardError.write(Data("usage: training-step WIDTH DEPTH BATCH SIDE SECONDS\n".utf8))
      exit(64)
    }
    LibTorch.keepFreedMemory()
    let step = try TrainingStep(width: numbers[0], depth: numbers[1], batch: numbers[2], side: numbers[3])
    let rate = try step.imagesPerSecond(over: .seconds(numbers[4]))
    print("{\"images_per_second\": \(rate), \"threads\": \(LibTorch.threadCount)}")
  }

  private init(width: Int, depth: Int, batch: Int, side: Int) throws {
    unet = try UNet(
      .init(inputChannels: 3, outputChannels: 2, depth: depth, width: width), in: ParameterStore())
    optimizer = try Optimizer(.adamW(), weightDecay: 0.01, of: unet.store)
    images = try Tensor.uninitialized([batch, 3, side, side]).laidOut(.channelsLast)
    try images.fillNormal(mean: 0, deviation: 1, using: Generator(seed: 0))
    target = try images.selected(1, 0).isGreater(than: 0).converted(to: .int64)
    autocast = LibTorch.processorMultipliesBFloat16 ? .bfloat16 : nil
  }

  private func imagesPerSecond(over time: Duration) throws -> Double {
    for number in 0..<Self.warmup { try run(number) }
    let clock = ContinuousClock()
    let start = clock.now
    var steps = 0
    while steps < Self.leastSteps || clock.now - start < time {
      try run(steps)
      steps += 1
    }
    return Double(steps * images.shape[0]) / ((clock.now - start) / .seconds(1))
  }

  private func run(_ number: Int) throws {
    unet.store.clearGradients()
    let logits = try withAutocast(to: autocast, on: .cpu) {
      try unet(images, .training(seed: UInt64(number)))
    }
    let loss = SegmentationLoss([.init(.crossEntropy()), .init(.dice())], ignoredIndex: nil)
    guard let value = try loss(logits, target) else { return }
    try value.total.backward()
    try optimizer.step(learningRate: 1e-3, loss: value.total)
  }
}
