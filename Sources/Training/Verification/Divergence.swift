import Experiment

/// The first update that is not what it was.
public struct Divergence: Equatable, Sendable {
  /// What the run recorded.
  let before: TraceRow
  /// What it is now.
  let now: TraceRow

  /// Compares an update with itself; `nil` where both are alike.
  init?(from before: TraceRow, to now: TraceRow) {
    if before == now { return nil }
    (self.before, self.now) = (before, now)
  }

  /// The number of the update, from 1.
  var step: Int { now.step }

  /// What differs: "the loss was 0.4312 (3edcba98) and is 0.4311 (3edcba97)".
  var words: String {
    if before.lossBits != now.lossBits {
      return "the loss was \(Self.words(before)) and is \(Self.words(now))"
    }
    guard before.epoch == now.epoch, let old = before.weights, let new = now.weights else {
      return "the loss is the same, but the step was \(Self.place(before)) and is \(Self.place(now))"
    }
    return
      "the losses are the same, and the weights after epoch \(now.epoch) were \(old.prefix(12)) and are \(new.prefix(12))"
  }

  private static func words(_ row: TraceRow) -> String {
    row.loss.map { "\($0) (\(row.lossBits))" } ?? "none, as no pixel counted,"
  }

  private static func place(_ row: TraceRow) -> String {
    "\(row.weights == nil ? "within" : "the last of") epoch \(row.epoch)"
  }
}
