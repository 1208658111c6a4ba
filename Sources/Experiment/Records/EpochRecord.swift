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
  /// The share of the training time, validation not counted, in which the step waited for its data, 0...1.
  ///
  /// It counts from asking for a batch until it stands on the device, sampled; on a GPU, whose copies and kernels run beside the
  /// program, until they are queued there. `nil` in entries of versions that didn't measure it.
  public var dataWait: Double?
  /// The updates that were skipped, since the loss or a gradient was no finite number; absent for none.
  public let skippedUpdates: Int?
  /// The mean loss over the epoch's training samples, less those of batches whose loss was no finite number.
  public let train: LossRecord
  /// The validation; absent where `validation.every_epochs` passed the epoch over.
  public let val: ValidationRecord?

  /// Makes the entry of one epoch.
  public init(
    epoch: Int, learningRate: Double, seconds: Double, imagesPerSecond: Double, dataWait: Double? = nil,
    skippedUpdates: Int? = nil, train: LossRecord, val: ValidationRecord?
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.dataWait = dataWait
    self.skippedUpdates = skippedUpdates == 0 ? nil : skippedUpdates
    self.train = train
    self.val = val
  }

  private enum CodingKeys: String, CodingKey {
    case epoch, seconds, train, val
    case learningRate = "learning_rate"
    case imagesPerSecond = "images_per_second"
    case dataWait = "data_wait"
    case skippedUpdates = "skipped_updates"
  }
}
