/// What `trace.csv` says of one update.
///
/// Rows are equal where their bits are: a loss that is no number equals itself, and 0 is not −0.
public struct TraceRow: Equatable, Sendable {
  /// The number of the update in the whole training, counted from 1.
  public let step: Int
  /// The epoch that it belongs to, counted from 1.
  public let epoch: Int
  /// The mean loss of the update's samples; `nil` where no pixel of them counts.
  public var loss: Float?
  /// After the last update of an epoch, the hash of the network's weights and buffers: 64 hexadecimal digits; `nil` after the others.
  public let weights: String?

  /// Makes a row.
  public init(step: Int, epoch: Int, loss: Float?, weights: String?) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.weights = weights
  }

  /// The bits of the loss as 8 hexadecimal digits; empty without a loss.
  public var lossBits: String {
    guard let loss else { return "" }
    let digits = String(loss.bitPattern, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// Whether both have the same bits.
  public static func == (one: TraceRow, other: TraceRow) -> Bool {
    (one.step, one.epoch, one.lossBits, one.weights)
      == (other.step, other.epoch, other.lossBits, other.weights)
  }
}
