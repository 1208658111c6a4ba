import Experiment

extension JobsChoice {
  /// What there is to choose from.
  struct Limits: Equatable {
    /// Cores that may be used, at least 1.
    let cores: Int
    /// Cells to train, at least 1.
    let cells: Int
    /// As many processes as memory allows, at least 1.
    let memory: Int
    /// The threads that the config fixes; nil where it leaves them to us.
    let threads: Int?

    /// The most processes at once.
    var most: Int { max(1, min(cells, memory)) }
  }

  /// The splits to compare: from one process with all cores to one for each core, each with half of the threads of the one before.
  static func candidates(_ limits: Limits) -> [JobsRecord.Split] {
    if let threads = limits.threads {
      return [.init(jobs: min(limits.most, max(1, limits.cores / threads)), threads: threads)]
    }
    var splits: [JobsRecord.Split] = []
    var threads = max(1, limits.cores)
    while true {
      let jobs = min(limits.most, limits.cores / threads)
      // Fewer threads for the same number of processes leave cores idle.
      if splits.last.map({ $0.jobs < jobs }) ?? true { splits.append(.init(jobs: jobs, threads: threads)) }
      if threads == 1 { return splits }
      threads /= 2
    }
  }

  /// The split with the most images a second; nil where none was measured.
  ///
  /// Of those within 3 % of it, which is noise, the one with the fewest processes: they take less memory and end sooner.
  static func best(of rates: [JobsRecord.Rate]) -> JobsRecord.Split? {
    let speeds = rates.compactMap(\.imagesPerSecond)
    guard let most = speeds.max() else { return nil }
    return rates.filter { ($0.imagesPerSecond ?? 0) >= 0.97 * most }.map(\.split).min { $0.jobs < $1.jobs }
  }

  /// What was chosen before, with no more processes than there is need and room for now; threads stay, since bits depend on them.
  static func limited(_ split: JobsRecord.Split, _ limits: Limits) -> JobsRecord.Split {
    .init(jobs: min(split.jobs, limits.most), threads: split.threads)
  }
}
