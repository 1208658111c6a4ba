import Diagnostics
public import Experiment
import Images

/// Something about the data that is worth knowing before anything trains.
public struct Finding: Equatable, Sendable {
  /// What it means for training.
  public enum Severity: String, Sendable {
    /// Scores would be wrong: a run stops.
    case error
    /// Perhaps not as meant.
    case warning
    /// Good to know.
    case note
  }

  /// What it is called, also in `data.silence`.
  public let name: FindingName
  /// What it means for training.
  public let severity: Severity
  /// One sentence that starts in lower case and has no full stop.
  public let message: String
  /// How many images, groups of images or classes it concerns.
  public let count: Int
  /// The images that it concerns, as words; empty where it concerns all.
  public let files: [String]
  /// The samples that it concerns; empty where it concerns all.
  let samples: [Sample]
  /// What to do about it.
  public let next: String

  /// How many files are named.
  static let mostFiles = 5

  init(
    _ name: FindingName, _ severity: Severity, _ message: String, count: Int, files: [String] = [],
    samples: [Sample] = [], next: String
  ) {
    self.name = name
    self.severity = severity
    self.message = message
    self.count = count
    self.files = files
    self.samples = samples
    self.next = next
  }

  /// The first of the files, and how many more there are.
  public var listedFiles: [String] {
    let more = files.count - Self.mostFiles
    return files.prefix(Self.mostFiles) + (more > 0 ? ["and \(more) more"] : [])
  }

  /// The finding as it stands on standard error; nil for a note.
  ///
  /// - Parameter silenced: What is silenced already, since an override replaces the list.
  func diagnostic(besides silenced: [FindingName]) -> Diagnostic? {
    let names = (silenced + [name]).map(\.rawValue).joined(separator: ", ")
    let notes = listedFiles + [next, "to go on as it is:  data.silence='[\(names)]'"]
    switch severity {
    case .error: return Diagnostic(.error, "\(message) (\(name.rawValue))", notes: notes)
    case .warning: return Diagnostic(.warning, "\(message) (\(name.rawValue))", notes: notes)
    case .note: return nil
    }
  }

  /// The finding as it stands in `environment.json`.
  var record: EnvironmentRecord.Warning { .init(name: name.rawValue, message: message) }
}
