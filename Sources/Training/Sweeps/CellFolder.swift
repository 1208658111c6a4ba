import Config
import Experiment
import Foundation
import YAML

/// Puts what a cell is into its run folder, so that `unet run --resume` trains it.
struct CellFolder {
  let member: SweepMember
  let sweep: Sweep

  /// Writes the config and where it comes from, unless they are there.
  ///
  /// A cell that has begun keeps its threads, on which bits depend.
  ///
  /// - Parameter threads: the threads of a cell that has not begun and says `auto`; nil for auto.
  /// - Returns: The threads that it will train with; nil where that is left to the process.
  /// - Throws: `ClaimFailure` where another process has the folder; `FileFailure`.
  func prepare(threads: Int?) throws -> Int? {
    let folder = member.folder
    let begun = try? folder.read(EnvironmentRecord.self, from: folder.environment)
    let experiment = try sweep.experiment(of: member.cell, threads: begun?.threads ?? threads)
    let count: Int? = if case .fixed(let count) = experiment.config.training.threads { count } else { nil }
    let text = Foundation.Data(experiment.resolvedText.utf8)
    if (try? Foundation.Data(contentsOf: URL(fileURLWithPath: folder.config))) == text { return count }
    let claimed = try ClaimedFolder(claiming: folder)
    defer { claimed.release() }
    try claimed.write(ProvenanceRecord(experiment), to: folder.provenance)
    try claimed.write(text, to: folder.config)
    return count
  }
}
