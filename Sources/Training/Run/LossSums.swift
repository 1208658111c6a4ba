import Experiment
import NeuralNets
import Torch

extension TrainingState.Sums {
  /// The means over the samples; no value without any, or where one is no finite number, which JSON can't hold.
  var mean: LossRecord { LossRecord(total: mean(of: loss), parts: parts.mapValues(mean(of:))) }

  private func mean(of sum: Double) -> Double? {
    samples > 0 && sum.isFinite ? sum / Double(samples) : nil
  }
}

/// The sums of an epoch's losses, kept on the device in double precision so that a step need not wait for its loss.
final class LossSums {
  private let names: [String]
  private let values: Tensor
  private(set) var samples: Int

  /// Goes on from sums that were read before; adding them up in one go or two gives the same bits.
  init(_ loss: TrainingLoss, continuing sums: TrainingState.Sums = .init(), on device: Device) throws {
    names = loss.componentNames
    samples = sums.samples
    values = try Tensor([sums.loss] + names.map { sums.parts[$0] ?? 0 }, on: device)
  }

  /// Adds the mean losses of a batch, once for each of its samples.
  func add(_ loss: SegmentationLoss.Value, samples count: Int) throws {
    try withoutGradient {
      let batch = try Tensor.stacked([loss.total.detached()] + loss.components.map(\.value))
      try values.addInPlace(batch.converted(to: .float64), times: Double(count))
    }
    samples += count
  }

  /// The sums so far; waits for the device.
  func read() throws -> TrainingState.Sums {
    let numbers: [Double] = try values.elements()
    let parts = Dictionary(zip(names, numbers.dropFirst()), uniquingKeysWith: { first, _ in first })
    return TrainingState.Sums(loss: numbers.first ?? 0, parts: parts, samples: samples)
  }
}
