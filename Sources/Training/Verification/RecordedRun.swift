import Diagnostics
import Experiment
import Foundation

/// What a run has left to compare with.
struct RecordedRun {
  /// The updates in the order of their steps, up to the first inexact restart.
  let rows: [TraceRow]
  /// The line from which on the trace is damaged; `nil` where it is not.
  let damagedLine: Int?
  /// What the run depended on.
  let environment: EnvironmentRecord
  /// When the run went on inexactly.
  let restarts: [RestartRecord]
  /// The first time; `nil` where it never did.
  var restart: RestartRecord? { restarts.first }

  /// What is read of `metrics.json`, which may be of another version.
  private struct Restarts: Decodable {
    let restarts: [RestartRecord]?
  }

  /// Reads a run folder, also one into which a run writes.
  ///
  /// - Throws: `DiagnosticError` where it says nothing to compare with.
  init(_ folder: RunFolder) throws {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: folder.trace)) else {
      throw Self.nothing(
        "\(folder.path) has no trace.csv that can be read",
        "it was trained by a version that wrote none, or the file was removed; a run that goes on with --resume begins another"
      )
    }
    do {
      environment = try folder.read(EnvironmentRecord.self, from: folder.environment)
    } catch {
      throw Self.nothing("\(error)", "without it nobody knows how many threads the run had")
    }
    let contents = TraceFile.contents(of: bytes)
    damagedLine = contents.damagedLine
    restarts = (try? folder.read(Restarts.self, from: folder.metrics))?.restarts ?? []
    let (end, restart) = (contents.damagedLine, restarts.first)
    rows = contents.rows.filter { row in restart.map { row.step <= $0.step } ?? true }
    guard rows.isEmpty else { return }
    throw Self.nothing(
      end.map { "\(folder.trace) is damaged from line \($0) on" } ?? "\(folder.trace) has no step to compare",
      end == nil && contents.rows.isEmpty
        ? "steps are written with each checkpoint (training.checkpoint_minutes, and after each epoch)"
        : "what was trained before its first step is not known")
  }

  private static func nothing(_ message: String, _ note: String) -> DiagnosticError {
    DiagnosticError(Diagnostic(message, notes: [note]))
  }
}
