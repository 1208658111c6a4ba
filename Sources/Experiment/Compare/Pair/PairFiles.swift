import Config
import Diagnostics
import Foundation

/// What the folders of one side of a pair say.
struct PairFiles {
  let label: String
  let count: Int
  /// The histories that could be read.
  let histories: [MetricsRecord]
  /// The counts of the images of each run that has some.
  let counts: [PerImageRecord.Epoch]
  /// The names of the classes, in channel order.
  let classes: [String]
  let notes: [String]
  /// The keys of the first config that can be read.
  private let keys: [String: String]?
  private let environment: EnvironmentRecord?

  init(_ side: Pair.Named, epoch: Comparison.Epoch, split: Comparison.Split) {
    label = side.label
    count = side.folders.count
    var notes: [String] = []
    func known<Value>(_ read: (RunFolder) throws -> Value) -> [Value] {
      side.folders.compactMap { folder in
        do { return try read(folder) } catch {
          notes.append(Self.words(for: error, in: folder))
          return nil
        }
      }
    }
    histories = known { try $0.read(MetricsRecord.self, from: $0.metrics) }
    let records = known { try $0.read(PerImageRecord.self, from: $0.perImage) }
    counts = records.compactMap { record in
      switch split {
      case .test: record.test
      case .validation: epoch == .best ? record.best : record.final
      }
    }
    classes = records.first?.classes ?? []
    environment =
      side.folders.lazy.compactMap { try? $0.read(EnvironmentRecord.self, from: $0.environment) }.first
    let config = Self.keys(of: side.folders)
    keys = config.keys
    notes += config.notes
    self.notes = notes
  }

  /// The keys that differ in another side's config; seed and fold are left out where a side has several runs.
  func configChanges(to other: PairFiles) -> [Pair.Change] {
    guard let keys, let others = other.keys else { return [] }
    let isOne = count == 1 && other.count == 1
    let repeated: Set = [ComparedRun.seedKey, ComparedRun.foldKey]
    return Set(keys.keys).union(others.keys).sorted()
      .filter { keys[$0] != others[$0] && (isOne || !repeated.contains($0)) }
      .map { Pair.Change(key: $0, first: keys[$0], second: others[$0]) }
  }

  /// What else differs.
  func environmentChanges(to other: PairFiles) -> [Pair.Change] {
    guard let environment, let others = other.environment else { return [] }
    return environment.changes(to: others).map {
      Pair.Change(key: $0.name, first: $0.own, second: $0.other)
    }
  }

  private static func keys(of folders: [RunFolder]) -> (keys: [String: String]?, notes: [String]) {
    guard let folder = folders.first else { return (nil, []) }
    do {
      let loaded = try ExperimentConfig.load(file: folder.config, environment: [:], currentFolder: "/")
      return (loaded.written, [])
    } catch {
      let reason = error.diagnostics.first?.message ?? "it cannot be read"
      return (nil, ["\(folder.config) is left out: \(reason)"])
    }
  }

  private static func words(for error: any Error, in folder: RunFolder) -> String {
    (error as? FileFailure)?.description ?? "\(folder.path) is left out: \(error.localizedDescription)"
  }
}
