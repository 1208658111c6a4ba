extension RunFolder {
  /// Records that a run has failed whose process could not say so itself: it crashed, or was killed for want of memory.
  ///
  /// - Parameters:
  ///   - failure: why, in a sentence.
  ///   - member: the cell whose folder this is.
  ///   - parameters: how many numbers it trains.
  /// - Throws: `ClaimFailure` where another process has the folder; `FileFailure`.
  public func record(failure: String, of member: SweepMember, parameters: Int) throws {
    let claimed = try ClaimedFolder(claiming: self)
    defer { claimed.release() }
    let metrics = try? read(MetricsRecord.self, from: metrics)
    let earlier = try? read(SummaryRecord.self, from: summary)
    let failed = MetricsRecord(failed: failure, after: metrics)
    let failedSummary = SummaryRecord(
      of: failed, identity: member.identity, differing: member.cell.differing, parameters: parameters,
      flops: earlier?.cost.flops, limited: member.cell.config.training.limitBatches?.record)
    try claimed.write(failed, to: self.metrics)
    try claimed.write(failedSummary, to: summary)
  }
}

extension MetricsRecord {
  /// The record of a run that failed after what is recorded so far.
  fileprivate init(failed failure: String, after metrics: MetricsRecord?) {
    self.init(
      status: .failed, failure: failure, epochs: metrics?.epochs ?? [], best: metrics?.best,
      kept: metrics?.kept ?? [], test: metrics?.test, confusion: metrics?.confusion,
      restarts: metrics?.restarts ?? [])
  }
}
