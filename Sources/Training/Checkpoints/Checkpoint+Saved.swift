import Diagnostics
import Experiment
import Foundation
import NeuralNets

extension Checkpoint {
  /// A checkpoint that was read: the state, and the tensors that go into a network.
  struct Saved {
    let state: TrainingState
    /// Why it is the one before the last; `nil` where it is the last.
    fileprivate(set) var lost: CheckpointFile.Loss?
    let file: CheckpointFile

    fileprivate init(_ path: String) throws {
      file = try CheckpointFile(path)
      state = try file.state()
    }

    /// Copies the weights, their average and what the optimiser remembers into a network of the same shape.
    func restore(_ network: Network) throws {
      for (prefix, store) in network.stores { try file.load(prefix, into: store) }
    }

    /// What is told where it is not the last: what is wrong with that, and where the run goes on.
    var warning: String? {
      lost.map { lost in
        """
        \(lost.path) is lost: \(lost.reason); going on from the checkpoint before it, \
        after epoch \(state.epochs), batch \(state.batches)
        """
      }
    }
  }

  /// Reads the last commit of a run folder; the one before it where the last is damaged or gone.
  ///
  /// Nothing is changed.
  ///
  /// - Returns: `nil` where there never was one.
  /// - Throws: `TrainingFailure` where both are lost or of another version; `FileFailure` where the system doesn't let them be read, which
  ///   must not be taken for a loss: the run would go back behind what is safely there.
  static func saved(in folder: RunFolder) throws -> Saved? {
    guard folder.hasCheckpoint || hasHistory(folder) else { return nil }
    do {
      return try Saved(folder.last)
    } catch let last as CheckpointFile.Loss {
      do {
        var saved = try Saved(folder.previous)
        saved.lost = last
        return saved
      } catch let previous as CheckpointFile.Loss {
        throw nothingLeft(last, previous, in: folder)
      }
    } catch let failure as FileFailure where FileManager.default.fileExists(atPath: folder.previous) {
      throw FileFailure(
        action: failure.action, path: failure.path,
        reason:
          "\(failure.reason) (where it is beyond help, remove it: the checkpoint before it is used then)")
    }
  }

  /// Whether the records tell of epochs that were committed.
  private static func hasHistory(_ folder: RunFolder) -> Bool {
    let metrics = try? folder.read(MetricsRecord.self, from: folder.metrics)
    return metrics?.epochs.isEmpty == false
  }

  private static func nothingLeft(
    _ last: CheckpointFile.Loss, _ previous: CheckpointFile.Loss, in folder: RunFolder
  ) -> TrainingFailure {
    TrainingFailure(
      .storage,
      """
      both checkpoints of \(folder.path) are lost, and nothing can be gone on from:
        \(last.path): \(last.reason)
        \(previous.path): \(previous.reason)
      nothing was changed; put back a copy of either file, or start another run with --name NAME, \
      from the best weights if they are good: \("model.weights=\(folder.best)".asShellWord)
      """)
  }
}
