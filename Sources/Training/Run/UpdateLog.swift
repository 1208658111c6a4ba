import Torch

/// What became of an epoch's updates: how many changed the weights, how many were skipped, and which of them was the first.
///
/// The numbers stay on the device, so that a step need not wait for them.
final class UpdateLog {
  /// How many updates changed the weights, and how many were skipped.
  private let counts: Tensor
  /// The batch after the first one of the first skipped update; infinite without one.
  private let first: Tensor
  /// The updates that it was not asked about yet, the last of them only.
  private var unchecked: [Session.Update] = []
  private let checkInterval: Int

  /// Goes on from counts that were read before.
  ///
  /// - Parameter interval: how many updates may pass before it is asked for a skipped one.
  init(
    continuing counts: TrainingState.UpdateCounts? = nil, on device: Device, askedEvery interval: Int
  ) throws {
    self.counts = try Tensor([Double(counts?.applied ?? 0), Double(counts?.skipped ?? 0)], on: device)
    first = try Tensor.full([], Scalar(Double.infinity), .float64, on: device)
    checkInterval = interval
  }

  /// Takes in the next update.
  func add(_ update: Session.Update) throws {
    try withoutGradient {
      let outcome = try Tensor.stacked([update.outcome.applied, update.outcome.skipped])
      try counts.addInPlace(outcome.converted(to: .float64))
      // Divided by 0 it is infinite: after all others.
      let place = try Scalar(update.batches.lowerBound + 1) / update.outcome.skipped.converted(to: .float64)
      try first.copy(from: first.minimum(place))
    }
    unchecked.append(update)
    if unchecked.count > checkInterval { unchecked.removeFirst() }
  }

  /// Whether it should be asked for a skipped update now, as long as it still knows the files of all that it was not asked about.
  var isCheckDue: Bool { unchecked.count == checkInterval }

  /// The first update that was skipped since it was last asked; waits for the device.
  func firstSkipped() throws -> Session.Update? {
    defer { unchecked.removeAll() }
    let place = try first.scalar()
    return unchecked.first { Double($0.batches.lowerBound + 1) == place }
  }

  /// The counts so far; waits for the device.
  func read() throws -> TrainingState.UpdateCounts {
    let numbers: [Double] = try counts.elements()
    return TrainingState.UpdateCounts(applied: Int(numbers[0]), skipped: Int(numbers[1]))
  }
}
