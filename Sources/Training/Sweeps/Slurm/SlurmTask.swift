/// A line of `squeue`: what Slurm knows of a task.
struct SlurmTask: Equatable {
  /// What Slurm does with it.
  enum State: Equatable {
    /// It waits, or runs, or is about to end or to be queued again.
    case active
    /// Somebody cancelled it.
    case cancelled
    /// It has ended, in a word of Slurm's.
    case ended(String)
  }

  /// The number of the array that it is part of.
  let job: String
  /// Its number in the array, from 0.
  let task: Int
  /// The name of the array.
  let name: String
  /// What Slurm does with it.
  let state: State
  /// Why it waits, in a word of Slurm's; nil where it doesn't, or only until its turn comes.
  let obstacle: String?

  /// The columns of a line, for `squeue --format`.
  static let format = "%F|%K|%t|%j|%r"

  /// Reads a line; nil for one that tells of no task of an array.
  init?(_ line: Substring) {
    let columns = line.split(separator: "|", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard columns.count == 5, let task = Int(columns[1]) else { return nil }
    (job, self.task, name) = (columns[0], task, columns[3])
    switch columns[2] {
    case "CA": state = .cancelled
    case "BF", "CD", "DL", "F", "NF", "OOM", "PR", "TO": state = .ended(Self.words[columns[2]] ?? columns[2])
    default: state = .active
    }
    obstacle = columns[2] == "PD" && !Self.ordinary.contains(columns[4]) ? columns[4] : nil
  }

  /// Waits that end by themselves.
  private static let ordinary: Set = [
    "None", "Priority", "Resources", "BeginTime", "JobArrayTaskLimit", "Dependency", "Cleaning",
  ]

  private static let words = [
    "BF": "the node did not boot", "CD": "it has ended", "DL": "its deadline was over", "F": "it failed",
    "NF": "its node failed",
    "OOM": "it ran out of memory", "PR": "it was pre-empted", "TO": "its time was over",
  ]
}
