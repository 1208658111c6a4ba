public import Diagnostics
import Experiment

extension SweepPlan {
  /// Refuses a sweep that would take more than its `budget`.
  ///
  /// What is trained already counts for nothing.
  ///
  /// - Parameter knowsHours: whether the time is that of this machine; how long a cluster takes is not known.
  /// - Throws: `DiagnosticError` at each key that allows less than what would be taken.
  public func requireBudget(knowingHours knowsHours: Bool = true) throws(DiagnosticError) {
    let mistakes = [knowsHours ? hoursMistake : nil, diskMistake].compactMap(\.self)
    if !mistakes.isEmpty { throw DiagnosticError(mistakes) }
  }

  private var hoursMistake: Diagnostic? {
    guard let hours = sweep.config.budget.hours, !toCome.isEmpty else { return nil }
    guard let seconds = secondsToCome else {
      return sweep.mistake(
        "how long the sweep takes is not known for some cells, and budget.hours bounds it",
        at: "budget.hours",
        notes: ["remove budget.hours, or the cells that need more memory than there is"])
    }
    guard seconds > 3600 * hours else { return nil }
    let shorter = entries.contains { $0.cell.number != $0.cell.configuration } ? "fewer seeds, " : ""
    return sweep.mistake(
      """
      the sweep would take \(bound)about \(Wording.duration(seconds)) with \(jobs.words), and budget.hours allows \
      \(Wording.duration(3600 * hours))
      """, at: "budget.hours",
      notes: doneNotes + [
        "\(shorter)fewer values, fewer training.epochs\(strategyAdvice) take less; or allow more hours"
      ])
  }

  private var diskMistake: Diagnostic? {
    guard let gigabytes = sweep.config.budget.diskGB, diskToCome > 1e9 * gigabytes else { return nil }
    return sweep.mistake(
      """
      the run folders to come would take up to \(Wording.bytes(diskToCome)), and budget.disk_gb allows \
      \(Wording.bytes(1e9 * gigabytes))
      """, at: "budget.disk_gb",
      notes: [
        """
        fewer cells, training.tensorboard=false, training.samples=0 or validation.keep_best=1 take less; or allow more \
        gigabytes
        """
      ])
  }

  private var doneNotes: [String] {
    let done = entries.count { $0.past.stage == .done }
    guard done > 0 else { return [] }
    return [
      "\(Wording.count(done, "cell")) \(done == 1 ? "is" : "are") done and \(done == 1 ? "counts" : "count") for nothing"
    ]
  }

  private var strategyAdvice: String {
    sweep.config.strategy == .all ? " or strategy: halving" : ""
  }
}
