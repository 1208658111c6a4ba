extension ComparisonDraft {
  /// What is doubtful about the runs.
  ///
  /// - Parameter current: the folder from which paths are told.
  func warnings(in current: String) -> [String] {
    unfinished + unlike + conditions + marked(in: current)
  }

  /// Runs that don't count, and seeds that lack a fold.
  private var unfinished: [String] {
    var warnings: [String] = []
    let open = entries.filter {
      !$0.scores.isFinished && $0.configuration.runs.contains { $0.summary != nil }
    }
    if !open.isEmpty {
      warnings.append(
        "\(Wording.count(open.count, "configuration")) without a finished run: what is shown is how far they are, and they are not compared"
      )
    }
    let partly = entries.filter { entry in
      entry.scores.isFinished && entry.configuration.runs.contains { $0.status != .finished }
    }
    if !partly.isEmpty {
      let runs = partly.reduce(0) { $0 + $1.configuration.runs.count { $0.status != .finished } }
      warnings.append(
        "\(Wording.count(runs, "run")) not finished: left out of the means of \(partly.count == 1 ? "a configuration" : "\(partly.count) configurations")"
      )
    }
    for entry in entries where !entry.scores.incompleteSeeds.isEmpty {
      let seeds = entry.scores.incompleteSeeds.map(String.init).joined(separator: ", ")
      warnings.append(
        "\(entry.configuration.label): seed \(seeds) lacks folds that others have and is left out")
    }
    for entry in entries where entry.scores.repeats > 0 {
      warnings.append(
        "\(entry.configuration.label): \(Wording.count(entry.scores.repeats, "run")) of an experiment that is there already; each counts once"
      )
    }
    return warnings
  }

  /// Runs that don't compare with each other.
  private var unlike: [String] {
    var warnings: [String] = []
    if dataSets > 1 {
      warnings.append(
        "the configurations were scored on \(dataSets) different sets of validation images or classes: rows stand by set, and no difference is told"
      )
    } else if isDetailed, entries.contains(where: { $0.isCompared && $0.scores.data == nil }) {
      warnings.append(
        "per_image.json is missing or differs among the runs: whether they were scored on the same images isn't known"
      )
    }
    let chosen = Set(entries.flatMap(\.scores.members).compactMap { $0.run.summary?.best?.metric.rawValue })
      .sorted()
    if chosen.count > 1 {
      warnings.append("best epochs were chosen by different metrics: \(chosen.joined(separator: ", "))")
    } else if shown == .best, let own = chosen.first, own != metric.rawValue {
      warnings.append("best epochs were chosen by \(own), not by \(metric.rawValue)")
    }
    let epochs = Set(
      entries.flatMap(\.configuration.runs).filter { $0.summary != nil }.map {
        $0.settings["training.epochs"]
      })
    if epochs.count > 1 {
      warnings.append("the configurations were to train for different numbers of epochs")
    }
    return warnings
  }

  /// What bits and speed depend on, where it differs.
  private var conditions: [String] {
    let environments = entries.flatMap(\.scores.members).compactMap { $0.details?.environment }
    let facts: [(String, (EnvironmentRecord) -> String)] = [
      ("versions of our results", { $0.resultsVersion.map(String.init) ?? "unknown" }),
      ("libtorch", \.libtorch), ("processor capability", \.capability), ("precision", \.precision),
      ("device", { $0.device.hasPrefix("cuda") ? "cuda" : $0.device }),
    ]
    return facts.compactMap { name, value in
      let values = Set(environments.map(value)).sorted()
      return values.count > 1 ? "mixed \(name): \(values.joined(separator: ", "))" : nil
    }
  }

  /// Runs that are not what their config says.
  private func marked(in current: String) -> [String] {
    let runs = entries.flatMap(\.configuration.runs)
    let restarted = runs.filter { $0.summary?.restarts != nil }
    let limited = runs.filter { $0.summary?.limited != nil }
    var warnings: [String] = []
    if let first = restarted.first {
      warnings.append(
        "\(Wording.count(restarted.count, "run")) went on inexactly (`restarts` in metrics.json), such as \(Wording.path(first.folder.path, in: current))"
      )
    }
    if let first = limited.first {
      warnings.append(
        "\(Wording.count(limited.count, "run")) had short epochs or validations (training.limit_batches), so that scores mean little: such as \(Wording.path(first.folder.path, in: current))"
      )
    }
    return warnings
  }
}
