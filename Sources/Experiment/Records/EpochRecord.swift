/// One entry of the history: what one epoch of training gave.
public struct EpochRecord: Codable, Equatable, Sendable {
  /// Counted from 1.
  public let epoch: Int
  /// The step size of the epoch's last update.
  public let learningRate: Double
  /// Wall-clock seconds, validation included.
  public var seconds: Double
  /// Training images per second, validation not counted.
  public var imagesPerSecond: Double
  /// The mean loss over the epoch's training samples.
  public let train: LossRecord
  /// The validation; absent where `validation.every_epochs` passed the epoch over.
  public let val: ValidationRecord?

  /// Makes the entry of one epoch.
  public init(
    epoch: Int, learningRate: Double, seconds: Double, imagesPerSecond: Double, train: LossRecord,
    val: ValidationRecord?
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.train = train
    self.val = val
  }

  private enum CodingKeys: String, CodingKey {
    case epoch, seconds, train, val
    case learningRate = "learning_rate"
    case imagesPerSecond = "images_per_second"
  }
}
