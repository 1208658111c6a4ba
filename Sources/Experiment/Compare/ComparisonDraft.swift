import Diagnostics

/// A comparison before it is laid out: the scores of each configuration, how they differ, and in which order they stand.
struct ComparisonDraft {
  /// A configuration with what is known of it.
  struct Entry {
    var configuration: ComparedConfiguration
    let scores: ConfigurationScores
    let cost: Comparison.Cost
    /// The scores of each metric that is shown.
    var intervals: [Metric: Interval] = [:]
    /// The place among those with a score, from 1.
    var rank: Int?
    /// What it scores more than the reference; positions are those in `entries`.
    var difference: Difference?
    /// Which rows stand together: by what data they were scored on, or a key.
    var group: String?

    /// Whether its scores count in the comparison.
    var isCompared: Bool { scores.isFinished && configuration.table != nil }
  }

  let request: CompareRequest
  let metric: Metric
  let shown: ShownEpoch
  let keys: [Comparison.Key]
  /// In the order of the report.
  private(set) var entries: [Entry]
  /// The position of the reference, and what kind of comparison it is; nil where nothing is compared.
  private(set) var reference: Comparison.Reference?
  private(set) var family: Family?
  private(set) var variancesDiffer = false
  /// How many different data sets the runs were scored on.
  let dataSets: Int
  /// Whether configurations that are there were left out of the report.
  private(set) var isCut = false
  /// Whether more than summaries was read.
  let isDetailed: Bool

  init(
    _ folding: Folding, metric: Metric, _ shown: ShownEpoch, details: [String: RunDetails], isDetailed: Bool,
    _ request: CompareRequest
  ) throws(DiagnosticError) {
    self.request = request
    self.metric = metric
    self.shown = shown
    self.isDetailed = isDetailed
    keys = folding.keys
    let metrics = ([metric] + request.others).reduce(into: [Metric]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    entries = Workers.map(folding.configurations) { configuration in
      let scores = ConfigurationScores(configuration, shown, details: details)
      var entry = Entry(
        configuration: configuration, scores: scores, cost: Comparison.Cost(of: configuration))
      for metric in metrics {
        entry.intervals[metric] = scores.table(of: metric).map { Interval($0) }
      }
      entry.configuration.table = scores.table(of: metric)
      return entry
    }
    let data = entries.filter(\.isCompared).map(\.scores.data)
    let sets = Set(data)
    dataSets = sets.count
    let baseline = try request.baseline.map { text throws(DiagnosticError) in
      try Selector(keys, entries.map(\.configuration)).position(of: text)
    }
    if isDetailed, dataSets == 1 { contrast(baseline) }
    try group(by: request.group, sets)
    try arrange()
  }

  /// Holds the configurations against the reference.
  private mutating func contrast(_ baseline: Int?) {
    let places = entries.indices.filter { entries[$0].isCompared }
    let tables = places.compactMap { entries[$0].configuration.table }
    guard tables.count > 1, baseline.map(places.contains) ?? true else { return }
    let isHigher = metric.direction == .higher
    let named = baseline.flatMap { places.firstIndex(of: $0) }
    let contrast = Contrast(
      tables, reference: named.map { .baseline($0) } ?? .best(higherIsBetter: isHigher),
      worthwhile: request.worthwhile)
    for (place, interval) in zip(places, contrast.intervals) { entries[place].intervals[metric] = interval }
    for difference in contrast.differences {
      entries[places[difference.index]].difference = difference.moved { places[$0] }
    }
    guard let first = contrast.differences.first else { return }
    reference = .init(kind: named == nil ? .best : .baseline, configuration: places[first.reference])
    family = contrast.family
    variancesDiffer = contrast.variancesDiffer
  }

  /// Says which rows stand together.
  private mutating func group(by name: String?, _ data: Set<[String]?>) throws(DiagnosticError) {
    if let name {
      let key = try Selector(keys, []).key(name)
      for index in entries.indices {
        entries[index].group = entries[index].configuration.labels[key.key] ?? "–"
      }
    } else if dataSets > 1 {
      var known: [[String]?] = []
      for index in entries.indices where entries[index].isCompared {
        let own = entries[index].scores.data
        if !known.contains(own) { known.append(own) }
        entries[index].group = "data \((known.firstIndex(of: own) ?? 0) + 1)"
      }
    }
  }

  /// Ranks the configurations, brings them into order, and keeps as many as are asked for.
  private mutating func arrange() throws(DiagnosticError) {
    let means = entries.map { $0.isCompared ? $0.intervals[metric]?.mean : nil }
    let ranked = means.indices.filter { means[$0] != nil }.sorted { one, other in
      stands(means[one], before: means[other]) ?? (one < other)
    }
    for (rank, place) in ranked.enumerated() { entries[place].rank = rank + 1 }
    let order = try request.order.map { text throws(DiagnosticError) in
      try ReportOrder(text, keys, metrics: Metric.allCases)
    }
    let groups = request.group.flatMap { name in keys.first { $0.key == name || $0.label == name } }?.values
    let sorted = entries.indices.sorted { one, other in
      let places = [one, other].map { index in
        entries[index].group.map { groups?.firstIndex(of: $0) ?? groups?.count ?? 0 } ?? .max
      }
      if places[0] != places[1] { return places[0] < places[1] }
      if let groups = Self.ordered(entries[one].group, entries[other].group), request.group == nil {
        return groups
      }
      if let order, let isBefore = order.stands(entries[one], before: entries[other]) { return isBefore }
      return (entries[one].rank ?? .max, one) < (entries[other].rank ?? .max, other)
    }
    keep(Array(sorted.prefix(request.top ?? .max)))
  }

  private static func ordered(_ one: String?, _ other: String?) -> Bool? {
    one == other ? nil : other.map { other in one.map { $0 < other } ?? false } ?? true
  }

  private func stands(_ one: Double?, before other: Double?) -> Bool? {
    guard let one, let other, one != other else { return nil }
    return metric.isBetter(one, than: other)
  }

  /// Brings the entries into an order; the reference stays among them, last where it was left out.
  private mutating func keep(_ places: [Int]) {
    var places = places
    if let reference, !places.contains(reference.configuration) { places.append(reference.configuration) }
    let moved = Dictionary(places.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    isCut = places.count < entries.count
    entries = places.map { entries[$0] }
    for index in entries.indices {
      entries[index].difference = entries[index].difference?.moved { moved[$0] ?? 0 }
    }
    reference = reference.map { .init(kind: $0.kind, configuration: moved[$0.configuration] ?? 0) }
  }
}

extension Difference {
  /// The same difference where the configurations have other positions.
  fileprivate func moved(_ place: (Int) -> Int) -> Difference {
    Difference(
      index: place(index), reference: place(reference), interval: interval, p: p, isDifferent: isDifferent,
      moreSeeds: moreSeeds, needsMoreImages: needsMoreImages)
  }
}

extension Comparison.Cost {
  /// The means over the runs that have come somewhere.
  init(of configuration: ComparedConfiguration) {
    let costs = configuration.runs.compactMap { $0.summary?.cost }
    func mean(_ value: (SummaryRecord.Cost) -> Double?) -> Double? {
      let values = costs.compactMap(value)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    parameters = costs.first?.parameters
    flops = costs.lazy.compactMap(\.flops).first
    secondsPerEpoch = mean { $0.epochs > 0 ? $0.seconds / Double($0.epochs) : nil }
    epochs = mean { Double($0.epochs) }
    seconds = mean(\.seconds)
  }
}
