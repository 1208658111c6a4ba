public import Config
public import Experiment
import NeuralNets

extension ExperimentPlan {
  /// What `model.weights` would load, in words; none where the config has no such key.
  ///
  /// - Throws: `DiagnosticError` where the file is not there, is damaged, or doesn't fit.
  public func weightsLines(_ experiment: Loaded<ExperimentConfig>) throws -> [String] {
    guard let weights = try PretrainedWeights(experiment) else { return [] }
    let network = try UNet(experiment.config.network(channels: data.channels), in: ParameterStore())
    return try weights.load(into: network.store).lines.enumerated().map { index, line in
      (index == 0 ? "weights   " : "          ") + line
    }
  }
}
