import Experiment

/// What a verification found.
public struct Verdict {
  let outcome: Retraining.Outcome
  /// The last update that is alike; 0 for none.
  let step: Int
  /// The epochs whose weights are alike.
  let epochs: Int
  /// What is another than it was for the run, as "the number of threads was 1 and is 2".
  let differences: [String]
  /// What was looked at and is as it was, where nothing differs.
  let alike: [String]
  /// Whether the same bits are promised here.
  let isExact: Bool
  /// The line from which on the trace is damaged; `nil` where it is not.
  var damagedLine: Int?
  /// Whether the run went on inexactly, after what was compared.
  var wasRestarted = false

  /// Whether something differs, or cannot be compared since the trace is damaged.
  public var hasDiverged: Bool {
    if case .diverged = outcome { true } else { damagedLine != nil }
  }

  /// Whether a signal came before all was compared.
  public var wasStopped: Bool { if case .stopped = outcome { true } else { false } }

  /// What is printed of it.
  public var lines: [String] {
    switch outcome {
    case .reproduced:
      [reproduced] + (wasRestarted ? [] : differences.map { "  although \($0)" })
        + (damagedLine.map {
          ["but trace.csv is damaged from line \($0) on: what stood there is not verified"]
        } ?? [])
    case .stopped: [step == 0 ? "stopped before anything was compared" : "\(reproduced); then stopped"]
    case .diverged(let divergence):
      ["diverged at step \(divergence.step): \(divergence.words)"]
        + (differences.isEmpty ? unexplained : differences.map { "  \($0)" })
    }
  }

  private var reproduced: String {
    let weights = epochs > 0 ? ", and the weights after \(Wording.count(epochs, "epoch"))" : ""
    return "reproduced to step \(step): every loss\(weights), to the bit"
  }

  private var unexplained: [String] {
    [
      "  the environments are alike: \(alike.joined(separator: ", "))",
      isExact
        ? "  next: verify again; another result each time is a fault of this machine, the same one means that the run or its trace.csv was changed"
        : "  the same bits are not promised on a GPU without training.deterministic",
    ]
  }
}
