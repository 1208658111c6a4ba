import Experiment
import Foundation

/// What the processes of a cell have said.
struct OutputLog {
  /// The file.
  let path: String

  init(_ folder: RunFolder) { path = folder.output }

  /// The last error in it, on one line; nil where there is none.
  var lastError: String? {
    guard let handle = FileHandle(forReadingAtPath: path), let end = try? handle.seekToEnd() else {
      return nil
    }
    try? handle.seek(toOffset: end - min(end, Self.mostBytes))
    let lines = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self).split(separator: "\n")
    guard let last = lines.last(where: { $0.hasPrefix("error: ") || $0.contains(": error: ") }) else {
      return nil
    }
    return last.hasPrefix("error: ") ? String(last.dropFirst("error: ".count)) : String(last)
  }

  /// More is not read: an error is at the end.
  private static let mostBytes: UInt64 = 1 << 16
}
