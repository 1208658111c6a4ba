extension ComparisonDraft {
  /// The comparison as a value.
  ///
  /// - Parameters:
  ///   - title: what is compared, in a few words.
  ///   - made: when, as ISO 8601 has it.
  ///   - warnings: what was doubtful before.
  ///   - current: the folder from which paths are told.
  func comparison(title: String, made: String, warnings: [String], in current: String) -> Comparison {
    var runs: [Comparison.Run] = []
    var configurations: [Comparison.Configuration] = []
    for (id, entry) in entries.enumerated() {
      let ids = entry.configuration.runs.indices.map { runs.count + $0 }
      runs += zip(ids, entry.configuration.runs).map { run($1, id: $0, of: entry, in: current) }
      configurations.append(configuration(entry, id: id, runs: ids))
    }
    let findings = ComparisonFindings(self, in: current)
    var comparison = Comparison(
      schema: JSONFormat.schema, title: title, made: made, command: request.command, metric: .init(metric),
      epoch: shown.epoch, split: shown.split, reference: reference, family: family, notes: findings.notes,
      warnings: warnings + findings.warnings, verdict: findings.verdict,
      classes: entries.lazy.compactMap(\.scores.classes).first ?? [], keys: shownKeys,
      configurations: configurations, runs: runs)
    comparison.groups = groups
    comparison.effects = effects
    comparison.pair = pair(in: current)
    return comparison
  }

  /// The keys with the values that are left.
  private var shownKeys: [Comparison.Key] {
    keys.map { key in
      let left = Set(entries.compactMap { $0.configuration.labels[key.key] })
      return Comparison.Key(key: key.key, label: key.label, values: key.values.filter(left.contains))
    }
  }

  /// The mean of each group of rows, where a key groups them.
  private var groups: [Comparison.Group]? {
    guard request.group != nil else { return nil }
    var names: [String] = []
    for entry in entries { if let group = entry.group, !names.contains(group) { names.append(group) } }
    return names.map { name in
      let means = entries.filter { $0.group == name && $0.isCompared }.compactMap {
        $0.intervals[metric]?.mean
      }
      return Comparison.Group(
        value: name, configurations: means.count,
        mean: means.isEmpty ? nil : means.reduce(0, +) / Double(means.count))
    }
  }

  private func run(
    _ run: ComparedRun, id: Int, of entry: Entry, in current: String
  ) -> Comparison.Run {
    let member = entry.scores.member(run)
    return Comparison.Run(
      id: id, name: run.folder.name, path: Wording.path(run.folder.path, in: current), status: run.status,
      seed: run.seed, fold: run.fold, epoch: epoch(of: run, member),
      score: member.flatMap { entry.scores.score(of: metric, in: $0) }, settings: run.settings,
      failure: run.status == .failed ? entry.scores.failure(of: run) ?? "metrics.json doesn't say why" : nil)
  }

  private func epoch(of run: ComparedRun, _ member: ConfigurationScores.Member?) -> Int? {
    if let epoch = member?.details?.epoch { return epoch }
    switch shown {
    case .best: return run.summary?.best?.epoch
    case .final: return run.summary?.cost.epochs
    case .test: return (run.summary?.test?["epoch"] ?? nil).flatMap { Int(exactly: $0) }
    }
  }

  private func configuration(_ entry: Entry, id: Int, runs: [Int]) -> Comparison.Configuration {
    let statuses = entry.configuration.runs.reduce(into: [ComparedRun.Status: Int]()) {
      $0[$1.status, default: 0] += 1
    }
    return Comparison.Configuration(
      id: id, label: entry.configuration.label, settings: entry.configuration.labels, rank: entry.rank,
      group: entry.group, statuses: statuses, seeds: entry.scores.seeds, scores: entry.intervals,
      difference: entry.difference, tiedWithBest: isTied(entry, id), cost: entry.cost,
      classScores: classScores(entry.scores), confusion: entry.scores.confusion,
      curves: Comparison.Curves(of: entry.scores.members.compactMap { $0.details?.curve }), runs: runs)
  }

  /// Whether it is the best, or cannot be told apart from it.
  private func isTied(_ entry: Entry, _ id: Int) -> Bool {
    guard let reference, reference.kind == .best else { return entry.rank == 1 }
    if id == reference.configuration { return true }
    return entry.difference.map { $0.p != nil && !$0.isDifferent } ?? false
  }

  private func classScores(_ scores: ConfigurationScores) -> [ClassScore: [String: Interval]] {
    guard isDetailed, let classes = scores.classes else { return [:] }
    let wanted: [(ClassScore, CountScore)] = [(.iou, .iou), (.dice, .dice)]
    return wanted.reduce(into: [:]) { all, score in
      let values = classes.enumerated().compactMap { label, name in
        scores.table(of: score.1, class: label).map { (name, Interval($0)) }
      }
      if !values.isEmpty { all[score.0] = Dictionary(values, uniquingKeysWith: { first, _ in first }) }
    }
  }
}
