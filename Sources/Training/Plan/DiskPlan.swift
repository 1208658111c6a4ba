import Experiment
import Images

/// What a run folder would come to hold, in bytes.
struct DiskPlan: Equatable {
  /// The weights of the best epochs, `last` and `last.previous`, the optimiser's state included.
  let checkpoints: Double
  /// Pictures of validation images, at most: they are compressed.
  let samples: Double
  /// What TensorBoard shows, the pictures at most.
  let logs: Double
  /// The history, the counts of each image and the trace of all updates, about.
  let records: Double

  /// Everything together.
  var total: Double { checkpoints + samples + logs + records }

  init(_ config: ExperimentConfig, _ data: DataPlan, _ network: NetworkCost) {
    checkpoints =
      Double(config.validation.keepBest * network.weightBytes + 2 * network.checkpointBytes)
    samples = data.validationSizes.prefix(config.training.samples).reduce(0) {
      $0 + SamplePictures.bytes(of: $1)
    }
    let shown = min(config.validation.count(in: config.training.epochs), EventLog.mostPictures)
    logs = config.training.tensorboard ? Double(shown) * samples : 0
    // About 30 bytes of JSON for a number with its name; the history is in metrics.json and in both last checkpoints.
    let classes = Double(config.data.classes.count)
    let epoch = 30 * (30 + 6 * classes)
    let image = 30 * (6 + 4 * classes)
    let images = Double(2 * data.validation.count + data.test.count)
    let epochs = Double(config.training.epochs)
    let updates = epochs * Double(EpochPlan(config, imageCount: data.training.count, epoch: 0).updateCount)
    records = 3 * epochs * epoch + 3 * images * image + updates * Self.row + epochs * Self.hash
  }

  /// A row of `trace.csv`, about, and the hash at the end of an epoch.
  private static let (row, hash) = (33.0, 64.0)
}
