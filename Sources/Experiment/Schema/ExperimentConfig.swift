public import Config

/// One experiment: what to learn from, the model, and how to train it.
public struct ExperimentConfig: ConfigSection {
  /// The version of the format.
  public let schema: Int
  /// Images, masks and classes.
  public let data: DataConfig
  /// The network.
  public let model: ModelConfig
  /// What training minimises.
  public let loss: LossConfig
  /// How training images are varied.
  public let augmentation: AugmentationConfig
  /// The rule that updates the weights.
  public let optimizer: OptimizerConfig
  /// How the learning rate changes.
  public let schedule: ScheduleConfig
  /// How long, in what portions and on what to train.
  public let training: TrainingConfig
  /// How a network is scored, and what its best epoch is.
  public let validation: EvaluationConfig

  /// Reads the sections, then checks what concerns several of them.
  public init(_ keys: inout KeyReader) {
    schema = keys.read("schema", default: 1, in: .from(1, to: 1), "Version of this format.")
    data = keys.section("data", "Images, masks and classes.")
    model = keys.section("model", "The U-Net.")
    loss = keys.requiredMapping(
      "loss", note: "loss: {ce: 1, dice: 1}",
      "What training minimises: the sum of the components that are given, each times its weight.",
      LossConfig.init)
    augmentation = keys.section(
      "augmentation",
      "Random changes of the training images: first one warp of image and mask, then, in this order, the image's values."
    )
    optimizer = keys.section("optimizer", "The rule that updates the weights.")
    schedule = keys.section("schedule", "How the learning rate changes during training.")
    training = keys.section("training", "How long, in what portions and on what to train.")
    validation = keys.section("validation", "How the network is scored on the validation images.")
    checkClasses(keys)
    checkSizes(keys)
    checkSamples(keys)
    checkMixing(keys)
    checkSchedule(keys)
    checkDeterminism(keys)
  }
}
