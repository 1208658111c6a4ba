import Experiment

/// What a plan and a run say alike of an experiment.
extension Wording {
  /// "6 training images, 2 for validation; 64x64, 1 channel, 3 classes".
  ///
  /// - Parameter size: that of the images; nil where it isn't told.
  static func data(
    training: Int, validation: Int, test: Int, size: String? = nil, channels: Int, _ config: ExperimentConfig
  ) -> String {
    """
    \(split(training: training, validation: validation, test: test))\(size.map { "; \($0)" } ?? ""), \
    \(count(channels, "channel")), \(count(config.data.classes.count, "class", "classes"))
    """
  }

  /// "U-Net of depth 4, width 64: 31,037,698 parameters".
  ///
  /// - Parameter parameters: how many numbers are learned.
  static func model(_ model: ModelConfig, parameters: Int) -> String {
    "U-Net of depth \(model.depth), width \(model.width): \(count(parameters, "parameter"))"
  }
}
