import Experiment
import Torch

extension Session {
  /// What the result depends on beside the config.
  ///
  /// - Parameters:
  ///   - version: this program's.
  ///   - findings: what was found in the data.
  ///   - command: the command line.
  func environment(version: String, findings: [Finding], command: [String]) -> EnvironmentRecord {
    EnvironmentRecord(
      unet: version, libtorch: LibTorch.loadedVersion, system: Host.system, processor: Host.processor,
      capability: LibTorch.processorCapability, instructions: conditions.instructions,
      device: "\(network.compute.device)", precision: network.compute.precision,
      threads: network.compute.threads, exact: network.compute.isExact, gitCommit: Host.gitCommit,
      seed: config.training.seed, dataFingerprint: data.fingerprint, parameters: parameters,
      trainingImages: data.training.count, validationImages: data.validation.count,
      testImages: data.test.isEmpty ? nil : data.test.count, normalization: data.normalization,
      classWeights: balancedWeights, weights: network.weights,
      warnings: findings.filter { $0.severity == .warning }.map(\.record), command: command)
  }
}
