import Experiment
import NeuralNets
import Torch

extension TrainingState.Sums {
  /// The means over the samples that were summed; no value without any, or where one is no finite number, which JSON can't hold.
  var mean: LossRecord { LossRecord(total: mean(of: loss), parts: parts.mapValues(mean(of:))) }

  private func mean(of sum: Double) -> Double? {
    let summed = samples - (leftOut ?? 0)
    return summed > 0 && sum.isFinite ? sum / Double(summed) : nil
  }
}

/// The sums of an epoch's losses, kept on the device in double precision so that a step need not wait for its loss.
final class LossSums {
  private let names: [String]
  private let values: Tensor
  /// The samples whose losses were left out.
  private let leftOut: Tensor
  /// All samples, those whose losses were left out too.
  private(set) var samples: Int

  /// Goes on from sums that were read before; adding them up in one go or two gives the same bits.
  init(_ loss: TrainingLoss, continuing sums: TrainingState.Sums = .init(), on device: Device) throws {
    names = loss.componentNames
    samples = sums.samples
    leftOut = try Tensor([Double(sums.leftOut ?? 0)], on: device)
    values = try Tensor([sums.loss] + names.map { sums.parts[$0] ?? 0 }, on: device)
  }

  /// Adds the mean losses of a batch, once for each of its samples.
  func add(_ loss: SegmentationLoss.Value, samples count: Int) throws {
    try withoutGradient { try values.addInPlace(numbers(of: loss), times: Double(count)) }
    samples += count
  }

  /// Adds the mean losses of a batch, once for each of its samples; where one of them is no finite number, leaves all of the batch out.
  func addNumbers(of loss: SegmentationLoss.Value, samples count: Int) throws {
    try withoutGradient {
      let batch = try numbers(of: loss)
      let isNone = try batch.isFinite().all().not()
      try values.addInPlace(batch.filled(with: 0, where: isNone), times: Double(count))
      try leftOut.addInPlace(isNone.converted(to: .float64), times: Double(count))
    }
    samples += count
  }

  private func numbers(of loss: SegmentationLoss.Value) throws -> Tensor {
    try Tensor.stacked([loss.total.detached()] + loss.components.map(\.value)).converted(to: .float64)
  }

  /// The sums so far; waits for the device.
  func read() throws -> TrainingState.Sums {
    let numbers: [Double] = try values.elements()
    let parts = Dictionary(zip(names, numbers.dropFirst()), uniquingKeysWith: { first, _ in first })
    let leftOut = Int(try leftOut.scalar())
    return TrainingState.Sums(
      loss: numbers.first ?? 0, parts: parts, samples: samples, leftOut: leftOut == 0 ? nil : leftOut)
  }
}
