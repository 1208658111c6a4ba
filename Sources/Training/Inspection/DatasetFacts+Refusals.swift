import Diagnostics
import Experiment
import Images

extension DatasetFacts {
  /// What a run refuses of masks each of which is good: parts without a pixel that counts, and classes that cannot be balanced.
  func refusals(_ config: ExperimentConfig) -> [Diagnostic] {
    let ignored = [
      (Part.training, "learn"), (.validation, "score"), (.test, "score"),
    ].filter { isIgnored($0.0) }
    let refusals = ignored.map { DecodedCache.allIgnored($0.0.rawValue, $0.1) }
    return isIgnored(.training) ? refusals : refusals + unbalanced(config)
  }

  private func isIgnored(_ part: Part) -> Bool {
    !self[part].isEmpty && self[part].allSatisfy { $0.facts.classPixels.allSatisfy { $0 == 0 } }
  }

  private func unbalanced(_ config: ExperimentConfig) -> [Diagnostic] {
    let training = self[.training]
    guard case .balanced = config.loss.classWeights, config.data.classes.count > 1, !training.isEmpty else {
      return []
    }
    var frequencies = ClassFrequencies(classes: config.data.classes.count)
    for entry in training { frequencies.add(entry.facts.classPixels) }
    do {
      _ = try config.classWeights(frequencies)
      return []
    } catch {
      return (error as? DiagnosticError)?.diagnostics ?? []
    }
  }
}
