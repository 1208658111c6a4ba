/// How far a run has come.
public enum RunStatus: String, Codable, Sendable {
  /// It trains, or the process was killed before it could say otherwise.
  case running
  /// All epochs are done.
  case finished
  /// A signal stopped it after saving; `--resume` goes on.
  case stopped
  /// It waits after the epoch that it was told to pause after, and may not be needed any more; `--resume` goes on.
  case paused
  /// It ended with an error, which `failure` in `metrics.json` tells; `--resume` goes on from the last commit.
  case failed
}
