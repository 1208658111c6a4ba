import Diagnostics
import Experiment

extension DataPlan {
  /// What a config wants of the channels, which are known once the headers are read.
  func checkChannels(_ config: ExperimentConfig) throws {
    let problems =
      problem(with: config.data.normalization) + problems(with: config.augmentation)
      + depthProblem(with: config.augmentation)
    guard problems.isEmpty else { throw DiagnosticError(problems) }
  }

  private func problem(with normalization: NormalizationConfig) -> [Diagnostic] {
    guard normalization == .imagenet, channels != 3 else { return [] }
    return [
      Diagnostic(
        "'data.normalization: imagenet' has numbers for 3 channels, and the images have \(channels)",
        notes: ["let data.channels be rgb or a list of three, or choose data.normalization: dataset"])
    ]
  }

  private func depthProblem(with config: AugmentationConfig) -> [Diagnostic] {
    guard hasDeepImages, config.jpeg.probability > 0, config.jpeg != config.withoutKeys.jpeg else {
      return []
    }
    return [
      Diagnostic(
        "'augmentation.jpeg' is for images of 8 bits, and some have more",
        notes: ["remove 'augmentation.jpeg'"])
    ]
  }

  /// What the config itself wants; what a preset brings leaves images of other channels alone.
  private func problems(with config: AugmentationConfig) -> [Diagnostic] {
    let preset = config.withoutKeys
    let (hue, saturation) = (config.hue, config.saturation)
    let (jpeg, dropout) = (config.jpeg, config.channelDropout)
    let colors = "or let data.channels be rgb or a list of three"
    return [
      problem(
        "hue", hue.probability > 0 && hue != preset.hue && channels != 3,
        "turns the colours of images with 3 channels", colors),
      problem(
        "saturation", saturation.probability > 0 && saturation != preset.saturation && channels != 3,
        "changes the colours of images with 3 channels", colors),
      problem(
        "jpeg", jpeg.probability > 0 && jpeg != preset.jpeg && channels != 1 && channels != 3,
        "is for images with 1 or 3 channels", "or let data.channels be grey, rgb or a list of one or three"),
      problem(
        "channel_dropout", dropout.probability > 0 && dropout != preset.channelDropout && channels < 2,
        "needs images with 2 channels or more", "or let data.channels be a list of several"),
    ].compactMap(\.self)
  }

  private func problem(_ key: String, _ isWrong: Bool, _ rule: String, _ alternative: String) -> Diagnostic? {
    guard isWrong else { return nil }
    return Diagnostic(
      "'augmentation.\(key)' \(rule), and these have \(channels)",
      notes: ["remove 'augmentation.\(key)', \(alternative)"])
  }
}
