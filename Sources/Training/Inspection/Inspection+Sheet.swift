import Config
import Experiment
public import Foundation
import Images

extension Inspection {
  /// At most so many rows show what findings name, and so many others of training and of validation.
  private static let (mostSuspects, mostTraining, mostValidation) = (6, 6, 2)
  private static let versionCount = 3

  /// The contact sheet as a PNG file's bytes: rows of samples, those that findings name first; nil if no sample could be read.
  public func sheet(title: String) throws -> Data? {
    guard let usual = (parts[.training] ?? parts[.validation])?.sizes.first?.size else { return nil }
    let config = experiment.config
    let chosen = chosen
    let versions = try versions(of: chosen.filter { $0.entry.part == .training }.map(\.entry.sample))
    let sheet = ContactSheet(
      title: title, classes: config.classNames, usualSize: config.data.resize?.imageSize ?? usual,
      showsIgnored: facts.entries.contains { $0.facts.ignoredPixels > 0 })
    let reader = config.data.sampleReader
    let rows = try chosen.map { choice in
      let decoded = try reader.read(choice.entry.sample)
      let names = choice.findings.map(\.rawValue)
      return sheet.row(
        caption: Self.caption(choice.entry, names), isMarked: !names.isEmpty,
        .init(decoded.image, decoded.mask),
        versions: choice.entry.part == .training ? versions[choice.entry.sample.id] ?? [] : [])
    }
    return Data(try sheet.png(rows))
  }

  private static func caption(_ entry: DatasetFacts.Entry, _ findings: [String]) -> String {
    let facts = entry.facts
    let words = "\(entry.sample.id)  \(entry.part.rawValue), \(facts.size), \(facts.depth.words)"
    return findings.isEmpty ? words : words + "  ! \(findings.joined(separator: ", "))"
  }

  // MARK: Which samples

  private struct Choice {
    let entry: DatasetFacts.Entry
    let findings: [FindingName]
  }

  /// The first samples of each finding, then others evenly apart, training before validation.
  private var chosen: [Choice] {
    let suspicions = findings.filter { $0.severity != .note }
    let suspects = suspicions.flatMap { $0.samples.prefix(2) }
    var rows: [Choice] = []
    for sample in suspects where rows.count < Self.mostSuspects {
      guard !rows.contains(where: { $0.entry.sample == sample }),
        let entry = facts.entries.first(where: { $0.sample == sample })
      else { continue }
      let names = suspicions.filter { $0.samples.contains(sample) }.map(\.name)
      rows.append(Choice(entry: entry, findings: names))
    }
    let known = Set(rows.map(\.entry.sample))
    let shares: [(DatasetFacts.Part, Int)] = [
      (.training, Self.mostTraining), (.validation, Self.mostValidation),
    ]
    for (part, most) in shares {
      let others = facts[part].filter { !known.contains($0.sample) }
      let count = min(most, others.count)
      rows += (0..<count).map { Choice(entry: others[$0 * others.count / count], findings: []) }
    }
    return rows
  }

  // MARK: What training makes of them

  /// A few samples as an epoch would have them, by the id of their image.
  ///
  /// Where a run would stop before it got there, there are none.
  private func versions(of samples: [Sample]) throws -> [String: [MaskedImage]] {
    // What is wrong with these few together, such as that nothing of them counts, need not be wrong with all.
    guard !samples.isEmpty, let versions = try? SampleVersions(of: samples, experiment.config) else {
      return [:]
    }
    return try versions.first(Self.versionCount)
  }
}
