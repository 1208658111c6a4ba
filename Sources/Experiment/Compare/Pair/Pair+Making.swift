import Config
import Diagnostics

extension Pair {
  /// Two runs, or two lists of runs that differ in seed and fold, each with its name.
  struct Named: Sendable {
    let label: String
    let members: [ConfigurationScores.Member]
  }

  /// Puts two side by side.
  ///
  /// - Parameter difference: the second less the first, where it is known.
  init(_ first: Named, _ second: Named, metric: Metric, difference: Interval? = nil) {
    let configs = PairConfigs(first, second)
    let scores = PairScores(first.images, second.images, classes: [first.classes, second.classes], metric)
    sides = [first, second].map { side in
      Side(
        label: side.label, runs: side.members.count,
        curves: Comparison.Curves(of: side.members.compactMap { $0.details?.curve }))
    }
    config = configs.changes
    environment = Self.environmentChanges(first, second)
    (classScore, classes) = (scores.classScore, scores.classes)
    (imageScore, images) = (scores.imageScore, Array(scores.images.prefix(Self.mostImages)))
    (commonImages, otherImages) = (scores.images.count, scores.otherImages)
    self.difference = difference
    notes = configs.notes + scores.notes
  }

  /// What differs between the first runs of the two.
  private static func environmentChanges(_ first: Named, _ second: Named) -> [Change] {
    let records = [first, second].map { $0.members.lazy.compactMap { $0.details?.environment }.first }
    guard let one = records[0], let two = records[1] else { return [] }
    return one.changes(to: two).map { Change(key: $0.name, first: $0.own, second: $0.other) }
  }
}

extension Pair.Named {
  /// The images of each run that has some.
  var images: [[RunDetails.Image]] { members.compactMap { $0.details?.images } }

  /// The names of the classes, in channel order; none where no run tells.
  var classes: [String] { members.lazy.compactMap { $0.details?.classes }.first { !$0.isEmpty } ?? [] }
}

/// In which keys the resolved configs of two sides differ.
struct PairConfigs {
  let changes: [Pair.Change]
  let notes: [String]

  init(_ first: Pair.Named, _ second: Pair.Named) {
    var notes: [String] = []
    let sides = [first, second].map { side in side.members.first.flatMap { Self.keys(of: $0.run, &notes) } }
    self.notes = notes
    guard let one = sides[0], let two = sides[1] else {
      changes = []
      return
    }
    let isRepeated = first.members.count > 1 || second.members.count > 1
    let left: Set = isRepeated ? [ComparedRun.seedKey, ComparedRun.foldKey] : []
    changes = Set(one.keys).union(two.keys).subtracting(left).sorted()
      .filter { one[$0] != two[$0] }
      .map { Pair.Change(key: $0, first: one[$0], second: two[$0]) }
  }

  /// Every key of a run, defaults included.
  private static func keys(of run: ComparedRun, _ notes: inout [String]) -> [String: String]? {
    do {
      return try ExperimentConfig.load(file: run.folder.config, environment: [:], currentFolder: "/").written
    } catch {
      let reason = error.diagnostics.first?.message ?? "it cannot be read"
      notes.append("the configs are not compared, since that of \(run.folder.name) is damaged: \(reason)")
      return nil
    }
  }
}
