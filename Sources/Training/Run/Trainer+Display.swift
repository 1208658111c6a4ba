import Experiment

extension Trainer {
  /// Draws the live line: where the epoch stands, and what is left.
  func showProgress(_ plan: EpochPlan, _ sums: LossSums) throws {
    guard progress.wantsUpdate else { return }
    let seconds = max(state.seconds + secondsSinceLap, 1e-3)
    let done = Double(state.epochs * plan.batchCount + state.batches)
    let rest = Double(config.training.epochs * plan.batchCount) - done
    let spent = state.history.reduce(seconds) { $0 + $1.seconds }
    let mean = try sums.read().mean
    progress.update(
      """
      epoch \(state.epochs + 1)/\(config.training.epochs)  batch \(state.batches)/\(plan.batchCount)  \
      loss \(Wording.score(mean.total))  \(Wording.fixed(Double(sums.samples) / seconds, digits: 1)) images/s  \
      \(Wording.duration(spent / done * rest)) left
      """)
  }

  /// The line that stays of an epoch.
  func describe(_ record: EpochRecord) -> String {
    // The loss stands there anyway.
    let metric = config.validation.metric == .loss ? .meanIoU : config.validation.metric
    let validation = record.val.map {
      "  val loss \(Wording.score($0.loss.total))  \(metric.rawValue) \(Wording.score($0[metric]))"
    }
    let skipped = record.skippedUpdates.map { "  \(Wording.count($0, "update")) skipped" }
    return """
      epoch \(record.epoch)/\(config.training.epochs)  loss \(Wording.score(record.train.total))\(skipped ?? "")\
      \(validation ?? "")\(state.best?.epoch == record.epoch ? "  best" : "")  \
      \(Wording.duration(record.seconds))
      """
  }
}
