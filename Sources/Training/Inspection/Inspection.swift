public import Config
public import Diagnostics
public import Experiment
import Foundation
import Images

/// A look at all images and masks of an experiment, before anything trains.
///
/// It goes on after an error, so that all of them are known at once, and holds a few decoded images at a time.
public struct Inspection {
  /// What is wrong with the files: a run stops for each.
  public let problems: [Diagnostic]
  /// What is doubtful or good to know, errors first; what is silenced is left out.
  public let findings: [Finding]
  /// How many samples were decoded, since no earlier inspection knew them.
  public let decodedCount: Int
  let experiment: Loaded<ExperimentConfig>
  let facts: DatasetFacts
  /// The samples of each part, in numbers.
  let parts: [DatasetFacts.Part: PartFacts]

  /// How many samples a thread reads between two looks at the clock.
  private static let portion = 8

  /// Reads every image and mask.
  ///
  /// - Parameter cacheFolder: The folder in which earlier inspections left what they found; nil to neither read nor write.
  public init(_ experiment: Loaded<ExperimentConfig>, cacheFolder: String?, progress: ProgressDisplay) {
    self.experiment = experiment
    let config = experiment.config
    var problems = InspectionProblems()
    var entries: [DatasetFacts.Entry] = []
    var decoded = 0
    // A split may ask for the masks' classes, but nothing asks for pixels again.
    let cache = DecodedCache(config.data.sampleReader, mostBytesInMemory: 0)
    // After a missing partner has been told of, the others are looked at.
    let division =
      problems.collect { try config.data.division(decoding: cache) }
      ?? (try? config.data.division(decoding: cache, goesOn: true))
    let samples = division.map(Self.samples) ?? []
    let pixels = config.data.sampleReader
    let reader = FactsReader(pixels, cache: cacheFolder.map { FactsCache(in: $0, of: pixels) })
    let threads = ProcessInfo.processInfo.activeProcessorCount
    for first in stride(from: 0, to: samples.count, by: Self.portion * threads) {
      progress.update("inspecting \(Wording.grouped(first)) of \(Wording.count(samples.count, "image"))")
      let part = samples[first..<min(first + Self.portion * threads, samples.count)]
      let outcomes = reader.outcomes(of: part.map(\.sample)[...], threads: threads)
      for (item, outcome) in zip(part, outcomes) {
        decoded += outcome.isDecoded ? 1 : 0
        switch outcome.facts {
        case .success(let facts): entries.append(.init(part: item.part, sample: item.sample, facts: facts))
        case .failure(let error): problems.add(error, of: item.sample)
        }
      }
    }
    facts = DatasetFacts(entries, classNames: config.data.sampleReader.classes.indexNames)
    // What a run refuses although each file is good: channels and sizes that don't go together.
    let plan =
      entries.isEmpty
      ? nil : problems.collect { [facts] in try DataPlan(config, DataFiles(config, facts.division)) }
    for refusal in facts.refusals(config) { problems.add(DiagnosticError(refusal), of: nil) }
    let lint = Lint(
      facts, Lint.Surroundings(inspecting: config, samples: plan?.samples.findings ?? []))
    (parts, findings) = (lint.parts, lint.findings)
    (self.problems, decodedCount) = (problems.listed, decoded)
  }

  /// Whether a file is one of the data set's, which nothing may overwrite.
  public func reads(_ path: String) -> Bool {
    let place = Self.resolved(path)
    return files.contains { Self.resolved($0) == place }
  }

  /// Whether files of the data set are in a folder, where new ones would be taken for samples.
  public func readsFiles(in folder: String) -> Bool {
    let place = Self.resolved(folder)
    return Set(files.map { ($0 as NSString).deletingLastPathComponent }).contains {
      Self.resolved($0) == place
    }
  }

  private var files: [String] {
    facts.entries.flatMap { [$0.sample.image.path] + $0.sample.masks.map(\.page.path) }
  }

  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Whether a run would stop.
  public var hasErrors: Bool { !problems.isEmpty || findings.contains { $0.severity == .error } }

  private static func samples(_ division: Split.Division) -> [(part: DatasetFacts.Part, sample: Sample)] {
    let parts: [(DatasetFacts.Part, [Sample])] = [
      (.training, division.training), (.validation, division.validation), (.test, division.test),
    ]
    return parts.flatMap { part, samples in samples.map { (part, $0) } }
  }
}

extension DatasetFacts {
  /// The samples that could be read, as they were divided.
  var division: Split.Division {
    Split.Division(
      training: self[.training].map(\.sample), validation: self[.validation].map(\.sample),
      test: self[.test].map(\.sample))
  }
}
