/// The scores of one configuration: of its runs, and as tables of seeds and images.
struct ConfigurationScores: Sendable {
  /// A run whose scores count, with what its larger files tell.
  struct Member: Sendable {
    let run: ComparedRun
    let details: RunDetails?
  }

  /// The runs whose scores count: those that are finished, or, where none is, those that have one.
  let members: [Member]
  /// Why runs failed, by their folder.
  private let failures: [String: String]
  /// Whether the scores are those of finished runs.
  let isFinished: Bool
  private let shown: ShownEpoch
  /// The members that are scored together, by seed: one, or all folds.
  private let rows: [[Member]]
  /// How many runs are the same experiment as another one, and don't count again.
  let repeats: Int
  /// Seeds that lack folds which others have.
  let incompleteSeeds: [Int]

  init(_ configuration: ComparedConfiguration, _ shown: ShownEpoch, details: [String: RunDetails]) {
    self.shown = shown
    let finished = configuration.runs.filter { $0.status == .finished }
    let counting = finished.isEmpty ? configuration.runs.filter { $0.summary?.best != nil } : finished
    isFinished = !finished.isEmpty
    failures = Dictionary(
      configuration.runs.compactMap { run in
        details[run.folder.path]?.failure.map { (run.folder.path, $0) }
      }, uniquingKeysWith: { first, _ in first })
    repeats = counting.count - Set(counting.map { $0.summary?.identity ?? $0.folder.path }).count
    // One experiment counts once, however often it was trained.
    var known: Set<String> = []
    members = counting.filter { known.insert($0.summary?.identity ?? $0.folder.path).inserted }.map {
      Member(run: $0, details: details[$0.folder.path])
    }
    let folds = Set(members.compactMap(\.run.fold))
    guard !folds.isEmpty else {
      rows = members.map { [$0] }
      incompleteSeeds = []
      return
    }
    let seeds = Dictionary(grouping: members) { $0.run.seed ?? 0 }.sorted { $0.key < $1.key }
    let isWhole = { (row: [Member]) in row.count == folds.count && Set(row.compactMap(\.run.fold)) == folds }
    rows = seeds.map(\.value).filter(isWhole)
    incompleteSeeds = seeds.filter { !isWhole($0.value) }.map(\.key)
  }

  /// A run among those that count; nil where it doesn't.
  func member(_ run: ComparedRun) -> Member? { members.first { $0.run.folder == run.folder } }

  /// Why a run failed; nil where that isn't known.
  func failure(of run: ComparedRun) -> String? { failures[run.folder.path] }

  /// How many seeds count.
  var seeds: Int { rows.count }

  /// The names of the classes; nil where the runs differ in them, or none tells.
  var classes: [String]? {
    let all = Set(members.compactMap { $0.details?.classes })
    return all.count == 1 ? all.first : nil
  }

  /// What tells whether two configurations were scored on the same images and classes; nil where that isn't known or differs among the runs.
  var data: [String]? {
    let all = Set(rows.map { row in row.flatMap { $0.details?.images?.map(\.key) ?? [] }.sorted() })
    guard all.count == 1, let images = all.first, !images.isEmpty, let classes else { return nil }
    return classes + [""] + images
  }

  /// The score of one run.
  func score(of metric: Metric, in member: Member) -> Double? {
    guard let summary = member.run.summary else { return nil }
    if let value = shown.score(of: metric, in: summary) { return value }
    if metric == .loss, shown == .best, let epoch = summary.best?.epoch {
      return member.details?.curve?.value("val_loss", after: epoch)
    }
    return member.details?.score(of: metric)
  }

  /// The scores of each seed, and of each image where that is known; nil without a score.
  func table(of metric: Metric) -> ScoreTable? {
    byImage { images in Self.values(of: metric, images) } ?? bySeed(metric)
  }

  /// The same of one class, from counts.
  func table(of score: CountScore, class label: Int) -> ScoreTable? {
    byImage { images in
      let sum = images.summedCounts
      guard sum.indices.contains(label) else { return nil }
      return Jackknife.pseudoValues(count: images.count) { leftOut in
        score.value(of: leftOut.map { sum[label] - images[$0].counts[label] } ?? sum[label])
      }
    }
      ?? ScoreTable(
        scores: rows.compactMap { row in
          let sum = row.flatMap { $0.details?.images ?? [] }.summedCounts
          return sum.indices.contains(label) ? score.value(of: sum[label]) : nil
        })
  }

  /// The confusion matrix over all runs that have one.
  var confusion: [[Int]]? {
    let all = members.compactMap { $0.details?.confusion }
    guard let first = all.first, all.allSatisfy({ $0.count == first.count }) else { return nil }
    return all.dropFirst().reduce(first) { sum, other in
      zip(sum, other).map { zip($0, $1).map { $0 + $1 } }
    }
  }

  private func bySeed(_ metric: Metric) -> ScoreTable? {
    ScoreTable(
      scores: rows.compactMap { row in
        let values = row.compactMap { score(of: metric, in: $0) }
        return values.count == row.count ? values.reduce(0, +) / Double(values.count) : nil
      })
  }

  private func byImage(_ values: ([RunDetails.Image]) -> [Double]?) -> ScoreTable? {
    guard data != nil else { return nil }
    let table = rows.map { row in
      values(row.sorted { ($0.run.fold ?? 0) < ($1.run.fold ?? 0) }.flatMap { $0.details?.images ?? [] })
    }
    let known = table.compactMap(\.self)
    guard known.count == table.count else { return nil }
    guard let row = rows.first, row.count > 1 else { return ScoreTable(known) }
    let folds = row.sorted { ($0.run.fold ?? 0) < ($1.run.fold ?? 0) }.flatMap { member in
      Array(repeating: member.run.fold ?? 0, count: member.details?.images?.count ?? 0)
    }
    return ScoreTable(known, folds: folds)
  }

  private static func values(of metric: Metric, _ images: [RunDetails.Image]) -> [Double]? {
    guard metric != .loss else { return nil }
    if metric.isMeanOverImages {
      let values = images.compactMap { $0.value(of: metric) }
      return values.count == images.count ? values : nil
    }
    let sum = images.summedCounts
    return Jackknife.pseudoValues(count: images.count) { leftOut in
      metric.value(of: leftOut.map { image in zip(sum, images[image].counts).map { $0 - $1 } } ?? sum)
    }
  }
}
