import Diagnostics
import Experiment

extension DataPlan {
  /// What a config wants of the channels, which are known once the headers are read.
  func checkChannels(_ config: ExperimentConfig) throws {
    guard config.data.normalization == .imagenet, channels != 3 else { return }
    throw DiagnosticError(
      Diagnostic(
        "'data.normalization: imagenet' has numbers for 3 channels, and the images have \(channels)",
        notes: ["let data.channels be rgb or a list of three, or choose data.normalization: dataset"]))
  }
}
