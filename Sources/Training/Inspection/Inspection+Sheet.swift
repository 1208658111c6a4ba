import Config
import Diagnostics
import Experiment
public import Foundation
import Images
import Torch

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

  /// A few samples as an epoch would have them, before normalisation, by the id of their image.
  ///
  /// They go the way of every training sample; where a run would stop before it got there, there are none.
  private func versions(of samples: [Sample]) throws -> [String: [ContactSheet.Pair]] {
    let config = experiment.config
    let division = Split.Division(training: samples, validation: [])
    guard !samples.isEmpty, let plan = try? DataPlan(config, division),
      // What is wrong with these few together, such as that nothing of them counts, need not be wrong with all.
      let data = try? TrainingData(config, plan, decoding: DecodedCache(config.data.sampleReader))
    else { return [:] }
    var versions: [String: [ContactSheet.Pair]] = [:]
    var epoch = 0
    while versions.count < samples.count || versions.values.contains(where: { $0.count < Self.versionCount }),
      epoch < Self.versionCount * samples.count
    {
      let epochPlan = EpochPlan(config, imageCount: samples.count, epoch: epoch)
      let batches = min(epochPlan.batchCount, Self.versionCount * samples.count)
      for number in 0..<batches {
        let windows = try data.windows(epochPlan, batch: number)
        for element in windows.elements where versions[element.id, default: []].count < Self.versionCount {
          let single = WindowBatch(
            elements: [element.unscaled(channels: data.channels)], cropSize: windows.cropSize)
          versions[element.id, default: []].append(try Self.pair(single, channels: data.channels))
        }
      }
      epoch += 1
    }
    return versions
  }

  /// The first sample of a batch as values, scaled to 0...1.
  private static func pair(_ windows: WindowBatch, channels: Int) throws -> ContactSheet.Pair {
    let batch = try windows.sampled(on: .cpu)
    let values = try batch.images.permuted([0, 2, 3, 1]).elements(as: Float.self)
    let classes = try batch.masks.converted(to: .uint8).elements(as: UInt8.self)
    let size = windows.cropSize
    guard let image = PixelImage(size: size, channels: channels, storage: .float(values)),
      let mask = ClassMask(size: size, indices: classes)
    else { throw DiagnosticError(Diagnostic("a sample of \(size) pixels came out in another size")) }
    return ContactSheet.Pair(image, mask)
  }
}
