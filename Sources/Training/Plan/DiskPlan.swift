import Experiment
import Images
import NeuralNets
import Torch

/// What a run folder would come to hold, in bytes.
struct DiskPlan: Equatable {
  /// The weights of the best epochs, `last` and `last.previous`, the optimiser's state included.
  let checkpoints: Double
  /// Pictures of validation images, at most: they are compressed.
  let samples: Double
  /// What TensorBoard shows, the pictures at most.
  let logs: Double
  /// The history and the counts of each image, about.
  let records: Double

  /// Everything together.
  var total: Double { checkpoints + samples + logs + records }

  /// - Parameter network: a network with its optimiser, of the real size.
  init(_ config: ExperimentConfig, _ data: DataPlan, _ network: Network) {
    checkpoints =
      Double(config.validation.keepBest) * Self.bytes(of: network.predictor.store.tensors)
      + 2 * Self.bytes(of: network.checkpointTensors)
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
    records = 3 * Double(config.training.epochs) * epoch + 3 * images * image
  }

  private static func bytes(of tensors: [String: Tensor]) -> Double {
    tensors.values.reduce(0) { $0 + Double($1.count * $1.dtype.byteCount) }
  }
}
