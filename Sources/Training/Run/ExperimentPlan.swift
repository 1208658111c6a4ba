public import Experiment
import Images
import NeuralNets

/// What an experiment would do, known without decoding an image or making a weight.
public struct ExperimentPlan {
  private let config: ExperimentConfig
  private let data: DataPlan

  /// Finds the experiment's files and reads their headers.
  ///
  /// - Throws: `DiagnosticError` with all that is wrong with the files.
  public init(_ config: ExperimentConfig) throws {
    self.config = config
    data = try DataPlan(config)
  }

  /// The plan in words, a line for each part.
  public var lines: [String] { [dataLine] + modelLines + [trainingLine] }

  private var dataLine: String {
    let sizes = Set(data.trainingSizes.map(\.description)).sorted()
    let size = sizes.count == 1 ? sizes[0] : "\(sizes.count) different sizes"
    return """
      data      \(Wording.count(data.training.count, "training image")), \(data.validation.count) for validation; \
      \(size), \(Wording.count(data.channels, "channel")), \
      \(Wording.count(config.data.classes.count, "class", "classes"))
      """
  }

  private var modelLines: [String] {
    let network = config.network(channels: data.channels)
    let header =
      "model     U-Net of depth \(network.depth), width \(network.width): "
      + Wording.count(network.parameterCount, "parameter")
    guard let size = config.data.crop?.imageSize ?? data.trainingSizes.first else { return [header] }
    let levels = (0...network.depth).map { level in
      let (width, height) = (size.width >> level, size.height >> level)
      return
        "          level \(level): \(Wording.count(network.channels(at: level), "channel")) of \(width)x\(height)"
    }
    return [header] + levels
  }

  private var trainingLine: String {
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: 0)
    return """
      training  \(Wording.count(config.training.epochs, "epoch")) of \
      \(Wording.count(plan.batchCount, "batch", "batches")) of \(config.training.batchSize): \
      \(Wording.grouped(config.training.epochs * plan.batchCount)) steps
      """
  }
}
