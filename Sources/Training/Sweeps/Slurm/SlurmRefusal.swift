import Diagnostics

/// Why `sbatch` took no jobs.
struct SlurmRefusal {
  /// What can be done about it.
  enum Kind: Equatable {
    /// Slurm was not reached: later it may be.
    case noAnswer
    /// Slurm doesn't take so many.
    case tooMany
    /// `sbatch` is not installed.
    case notInstalled
    /// What was asked for can't be had.
    case refused
  }

  /// What can be done about it.
  let kind: Kind
  /// Slurm's words.
  let reason: String

  init(_ result: SlurmCommands.Result) {
    reason = result.complaint
    kind =
      if result.status == 127 {
        .notInstalled
      } else if Self.unreached.contains(where: result.errors.contains) {
        .noAnswer
      } else if Self.numbers.contains(where: result.errors.contains) {
        .tooMany
      } else {
        .refused
      }
  }

  /// The error that ends the sweep.
  ///
  /// - Parameter arguments: those that `sbatch` had.
  func error(_ arguments: [String]) -> any Error {
    if kind == .notInstalled {
      return TrainingFailure(
        .usage,
        "--launcher slurm needs sbatch, which is not here; give the command on a machine from which the cluster's jobs are submitted, or leave out --launcher"
      )
    }
    let command = (["sbatch"] + arguments).map(\.asShellWord).joined(separator: " ")
    return DiagnosticError(
      Diagnostic(
        "Slurm refuses the cells: \(reason)",
        notes: [
          "the command was: \(command)",
          "change the section 'slurm' of the sweep, and give the same command again",
        ]))
  }

  /// Parts of the messages of a controller that is away, restarting or busy.
  private static let unreached = [
    "Unable to contact slurm controller", "Socket timed out", "Connection refused",
    "Zero Bytes were transmitted",
    "temporarily unable to accept job", "Resource temporarily unavailable", "in standby mode",
    "Slurm controller not responding",
  ]

  /// Parts of the messages about more tasks than an array, a user or an account may have.
  private static let numbers = ["Invalid job array specification", "submit limit", "SubmitJob"]
}
