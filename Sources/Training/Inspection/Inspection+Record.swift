import Config
import Diagnostics
public import Experiment
import Images

extension Inspection {
  /// The inspection as a record.
  ///
  /// - Parameters:
  ///   - config: The config as it was named.
  ///   - sheet: Where the contact sheet is; nil if there is none.
  ///   - pictures: Where pictures of augmentations are; nil if none were asked for.
  public func record(config: String, sheet: String?, pictures: [String]?) -> InspectionRecord {
    InspectionRecord(
      config: config,
      parts: Dictionary(uniqueKeysWithValues: parts.map { ($0.key.rawValue, record(of: $0.value)) }),
      classWeights: suggestedWeights, problems: problems.map(\.rendered),
      findings: findings.map { finding in
        InspectionRecord.Finding(
          name: finding.name.rawValue, severity: finding.severity.rawValue, message: finding.message,
          next: finding.next, count: finding.count, files: finding.files)
      },
      sheet: sheet, pictures: pictures, decoded: decodedCount)
  }

  private func record(of part: PartFacts) -> InspectionRecord.Part {
    let classes = facts.classNames.indices.map { index in
      let numbers = InspectionRecord.Class(pixels: part.classPixels[index], images: part.classImages[index])
      return (facts.classNames[index], numbers)
    }
    return InspectionRecord.Part(
      images: part.count,
      sizes: part.sizes.map { .init(width: $0.size.width, height: $0.size.height, images: $0.count) },
      channels: Dictionary(uniqueKeysWithValues: part.channels.map { ("\($0.channels)", $0.count) }),
      depths: Dictionary(uniqueKeysWithValues: part.depths.map { ($0.depth.rawValue, $0.count) }),
      intensities: part.intensities.map { values in
        InspectionRecord.Intensity(
          minimum: values.minimum, low: values.quantile(0.01), mean: values.mean,
          high: values.quantile(0.99), maximum: values.maximum)
      },
      // One class may itself be called background.
      classes: Dictionary(classes) { $1 }, ignoredPixels: part.ignoredPixels)
  }

  /// What `loss.class_weights` would be by each balance; nothing for one class, which has no others to be balanced with.
  private var suggestedWeights: [String: [String: Double?]] {
    guard let frequencies else { return [:] }
    let weights = ClassWeights.Balance.allCases.map { balance in
      let named = zip(facts.classNames, frequencies.weights(balance)).map { ($0, $1) }
      return (balance.rawValue, Dictionary(named) { $1 })
    }
    return Dictionary(uniqueKeysWithValues: weights)
  }

  /// How often each class is in the training masks; nil where there is nothing to balance.
  var frequencies: ClassFrequencies? {
    let names = experiment.config.classNames
    let training = facts[.training]
    guard names.count > 1, !training.isEmpty else { return nil }
    var frequencies = ClassFrequencies(classes: names.count)
    for entry in training { frequencies.add(entry.facts.classPixels) }
    return frequencies
  }
}
