import Experiment
import Torch

/// What the trace says of the updates since it was last read.
///
/// Their losses stay on the device until then, so that no step waits for its own, and take the same memory whatever their number.
final class UpdateTrace {
  /// The most updates between two readings.
  static let capacity = 256

  /// `[capacity]` of float32.
  private let losses: Tensor
  /// Those with a loss have a stand-in for it.
  private var rows: [TraceRow] = []

  /// An empty trace of a network on a device.
  init(on device: Device) throws { losses = try .zeros([Self.capacity], on: device) }

  /// Whether it has to be read before the next update.
  var isFull: Bool { rows.count == Self.capacity }

  /// Adds an update.
  ///
  /// - Parameters:
  ///   - loss: of one element of float32; `nil` where no pixel counts.
  ///   - step: the number of the update in the whole training, from 1.
  ///   - epoch: from 1.
  ///   - weights: the hash of the weights, after the last update of an epoch.
  func add(_ loss: Tensor?, step: Int, epoch: Int, weights: String?) throws {
    if let loss {
      try withoutGradient {
        try losses.narrowed(0, rows.count..<rows.count + 1).copy(from: loss.reshaped([1]))
      }
    }
    rows.append(TraceRow(step: step, epoch: epoch, loss: loss.map { _ in .nan }, weights: weights))
  }

  /// The rows since it was last read; waits for the device.
  func take() throws -> [TraceRow] {
    guard !rows.isEmpty else { return [] }
    let numbers: [Float] = try losses.narrowed(0, 0..<rows.count).elements()
    defer { rows = [] }
    return zip(rows, numbers).map { row, number in
      var row = row
      row.loss = row.loss.map { _ in number }
      return row
    }
  }
}

extension Session {
  /// Adds to a trace the update that was just made.
  ///
  /// - Parameters:
  ///   - batches: those of the update.
  ///   - extra: the updates that were made besides those of the config's epochs.
  func trace(_ batches: Range<Int>, of plan: EpochPlan, in trace: UpdateTrace, besides extra: Int = 0) throws
  {
    let isLast = batches.upperBound == plan.batchCount
    try trace.add(
      network.meanLoss(of: plan.samples(in: batches)),
      step: extra + plan.epoch * stepsPerEpoch + config.training.updates(in: batches.upperBound),
      epoch: plan.epoch + 1, weights: isLast ? network.store.contentHash() : nil)
  }
}
