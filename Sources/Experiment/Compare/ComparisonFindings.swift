/// What follows from a comparison, in sentences: the verdict, what has to be known to read it, and what is doubtful.
struct ComparisonFindings {
  private let draft: ComparisonDraft
  private let current: String

  init(_ draft: ComparisonDraft, in current: String) {
    self.draft = draft
    self.current = current
  }

  private var entries: [ComparisonDraft.Entry] { draft.entries }
  private var compared: [ComparisonDraft.Entry] { entries.filter(\.isCompared) }
  private var name: String { draft.metric.rawValue }

  /// What is doubtful.
  var warnings: [String] { draft.warnings(in: current) }

  // MARK: Verdict

  /// Which is better, and whether that is real.
  var verdict: [String] {
    let ranked = compared.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
    guard let best = ranked.first else {
      return ["No configuration has a finished run with a \(name): nothing is compared."]
    }
    let first = "\(best.rank == 1 ? "Best" : "Best of those shown"): \(told(best))."
    guard ranked.count > 1 else { return [draft.entries.count > 1 ? first : "\(told(best))."] }
    guard draft.dataSets == 1 else {
      return [
        "The configurations were scored on \(draft.dataSets) different sets of images or classes, so none is called better; compare those of one set."
      ]
    }
    guard draft.isDetailed else {
      return [first, "Nothing is called better: intervals are over seeds alone."]
    }
    guard let reference = draft.reference else { return [first] }
    if entries.contains(where: { $0.difference != nil && $0.difference?.p == nil }) {
      return [first] + oneSeed(ranked)
    }
    return reference.kind == .best ? [first] + againstBest : againstBaseline
  }

  private func oneSeed(_ ranked: [ComparisonDraft.Entry]) -> [String] {
    let single = ranked.filter { $0.scores.seeds < 2 }
    let who =
      single.count == ranked.count
      ? "There is one seed of each" : "There is one seed of \(listed(single.map(\.configuration.label)))"
    let others = single.count == ranked.count ? [] : againstReference
    return [
      "\(who): such intervals are over images only, and nothing is called better than another by one seed. Train more, as `seeds: 3` in a sweep does."
    ] + others
  }

  private var againstReference: [String] {
    draft.reference?.kind == .baseline ? againstBaseline : againstBest
  }

  private var againstBest: [String] {
    guard let reference = draft.reference else { return [] }
    let best = entries[reference.configuration]
    let judged = entries.filter { $0.difference?.p != nil }
    let (ties, worse) = (
      judged.filter { $0.difference?.isDifferent == false },
      judged.filter { $0.difference?.isDifferent == true }
    )
    var sentences = ties.prefix(3).map { tie($0, best) }
    if ties.count > 3 {
      sentences.append(
        "Nor can \(Wording.count(ties.count - 3, "other")) be told apart from \(best.configuration.label).")
    }
    guard !worse.isEmpty else { return sentences }
    let word = draft.metric.direction == .higher ? "lower" : "higher"
    if worse.count == judged.count {
      sentences.append(
        worse.count == 1
          ? "\(worse[0].configuration.label) has a \(word) \(name), by \(size(worse[0])): more than seeds and images explain."
          : "All others have a \(word) \(name), by more than seeds and images explain.")
    } else {
      let who = worse.count <= 3 ? listed(worse.map(\.configuration.label)) : "\(worse.count) others"
      sentences.append(
        "\(who) \(worse.count == 1 ? "has" : "have") a \(word) \(name) than \(best.configuration.label), by more than seeds and images explain."
      )
    }
    return sentences
  }

  private var againstBaseline: [String] {
    guard let reference = draft.reference else { return [] }
    let base = entries[reference.configuration]
    let judged = entries.filter { $0.difference?.p != nil }
    return ["Baseline: \(told(base))."]
      + judged.map { entry in
        guard let difference = entry.difference, difference.isDifferent else { return tie(entry, base) }
        let isBetter = draft.metric.isBetter(difference.interval.mean, than: 0)
        return
          "\(entry.configuration.label) is \(isBetter ? "better" : "worse") than the baseline: \(name) differs by \(size(entry))."
      }
  }

  /// A sentence that two cannot be told apart, and how many more seeds would do it.
  private func tie(_ entry: ComparisonDraft.Entry, _ other: ComparisonDraft.Entry) -> String {
    let labels = "\(other.configuration.label) and \(entry.configuration.label)"
    let counts = [entry.scores.seeds, other.scores.seeds]
    let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
    let seeds = low == high ? Wording.count(low, "seed") : "\(low) and \(high) seeds"
    let target = "\(draft.request.worthwhile)"
    let difference = entry.difference
    let advice: String
    if difference?.needsMoreImages == true {
      advice = "; with these images no number of seeds would show a difference of \(target)"
    } else if let more = difference?.moreSeeds, more > 0 {
      // What a thousand seeds would show no one will see.
      let count = more > 1000 ? "more than 1,000" : "about \(Wording.grouped(more))"
      advice = "; \(count) more would show a difference of \(target)"
    } else if difference?.moreSeeds == 0 {
      advice = "; one of \(target) would show"
    } else {
      advice = ""
    }
    return "\(labels) cannot be told apart with \(seeds)\(advice)."
  }

  /// "0.0213 (0.0102 to 0.0324)".
  private func size(_ entry: ComparisonDraft.Entry) -> String {
    guard let interval = entry.difference?.interval else { return "–" }
    let ends = [interval.low, interval.high].compactMap { $0.map(abs) }.sorted()
    let range = ends.count == 2 ? " (\(Wording.score(ends[0])) to \(Wording.score(ends[1])))" : ""
    return Wording.score(abs(interval.mean)) + range
  }

  /// "depth=3: mean_iou 0.8123 (0.8021 to 0.8225; 3 seeds)".
  private func told(_ entry: ComparisonDraft.Entry) -> String {
    let interval = entry.intervals[draft.metric]
    let range = interval?.low.map { "\(Wording.score($0)) to \(Wording.score(interval?.high)); " } ?? ""
    return
      "\(entry.configuration.label): \(name) \(Wording.score(interval?.mean)) (\(range)\(Wording.count(entry.scores.seeds, "seed")))"
  }

  private func listed(_ labels: [String]) -> String {
    guard labels.count > 1, let last = labels.last else { return labels.first ?? "" }
    return labels.dropLast().joined(separator: "; ") + " and " + last
  }

  // MARK: Notes

  /// What has to be known to read the numbers.
  var notes: [String] {
    var notes: [String] = []
    switch draft.shown {
    case .test: notes.append("Scores are those of the test images with the weights of the best epoch.")
    case .best:
      notes.append(
        "Each run's best epoch was chosen on the same images: these scores are optimistic. `--epoch final` shows the last epoch; with `data.test` there are images that choose nothing."
      )
    case .final: notes.append("Scores are those of the last epoch on the validation images.")
    }
    guard draft.isDetailed else {
      return notes + [
        "These are more than \(Comparer.mostDetailed) runs: only their summaries were read, intervals are over seeds alone, and nothing is compared. Narrow them down with `--where`."
      ]
    }
    let bases = Set(compared.compactMap { $0.intervals[draft.metric]?.basis })
    if bases.contains(.seedsAndImages) {
      notes.append("Intervals hold the mean over seeds and images like these in 95 of 100 repetitions.")
    }
    if bases.contains(.imagesOnly) {
      notes.append(
        "Where there is one seed, the interval is over images only and says nothing of another training.")
    }
    if bases.contains(.seedsOnly) {
      notes.append("Where nothing is known by image, the interval is over seeds only, on these very images.")
    }
    if let family = draft.family { notes.append(Self.words(family, draft.variancesDiffer)) }
    return notes
  }

  private static func words(_ family: Family, _ isWelch: Bool) -> String {
    let rule =
      switch family {
      case .sidak: "Differences from the baseline hold together at 95 % (Šidák)."
      case .dunnett: "Differences from the baseline hold together at 95 % (Dunnett)."
      case .tukeyKramer:
        "Differences hold together at 95 % over all pairs (Tukey–Kramer), since the best was chosen by the same scores."
      case .single: "The difference holds at 95 %."
      }
    return isWelch
      ? "\(rule) The configurations vary differently, so each difference has its own variance (Welch)." : rule
  }
}
