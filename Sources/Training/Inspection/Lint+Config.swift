import Diagnostics
import Experiment
import Images

extension Lint {
  /// What is to be said of the data of a run, all of which is decoded.
  init(_ data: TrainingData, _ config: ExperimentConfig) throws {
    self.init(try data.facts(), Surroundings(config, samples: data.samples.findings))
  }

  /// The findings, none of which is an error.
  ///
  /// - Throws: `DiagnosticError` with those that are.
  func passed() throws -> [Finding] {
    let findings = findings
    let errors = findings.filter { $0.severity == .error }.compactMap {
      $0.diagnostic(besides: surroundings.silenced.sorted { $0.rawValue < $1.rawValue })
    }
    guard errors.isEmpty else { throw DiagnosticError(errors) }
    return findings
  }
}

extension Lint.Surroundings {
  /// What a config says of data of which all is looked at, whatever a trial would leave out.
  init(inspecting config: ExperimentConfig, samples: [Finding]) {
    self.init(config, samples: samples)
    isValidationWhole = true
  }

  /// What a config says of its data.
  init(_ config: ExperimentConfig, samples: [Finding]) {
    self.samples = samples
    isSplitAtRandom = config.data.split.isRandom
    keepsFileRange = [.none, .imagenet].contains(config.data.normalization)
    isValidationWhole = config.training.limitBatches?.validation == nil
    silenced = Set(config.data.silence)
  }
}

extension SplitConfig {
  /// Whether each image of some part is drawn by itself, so that neighbours may be torn apart.
  fileprivate var isRandom: Bool {
    [validation, test].compactMap(\.self).contains { part in
      switch part {
      case .fraction(_, let draw), .fold(_, of: _, let draw): draw.group == nil
      case .ranges, .list, .folders: false
      }
    }
  }
}
