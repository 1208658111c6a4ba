import Experiment
import Foundation

/// Claims a folder again and again beside other processes that do the same: `claim-folder FOLDER ROUNDS`.
///
/// While it holds the folder its number stands in the file `witness`. It ends with 1 where it finds that of a process that lives.
@main
enum ClaimFolder {
  static func main() throws {
    let (folder, rounds) = (CommandLine.arguments[1], Int(CommandLine.arguments[2]) ?? 1)
    let witness = URL(fileURLWithPath: "\(folder)/witness")
    var held = 0
    while held < rounds {
      guard let lease = try claim(folder) else {
        usleep(500)
        continue
      }
      if let other = try? String(contentsOf: witness, encoding: .utf8), lives(other) { exit(1) }
      try Data(String(getpid()).utf8).write(to: witness)
      usleep(200)
      guard try String(contentsOf: witness, encoding: .utf8) == String(getpid()), !lease.isLost else {
        exit(1)
      }
      try Data().write(to: witness)
      lease.release()
      held += 1
    }
  }

  private static func claim(_ folder: String) throws -> Lease? {
    var claim = LeaseClaim(on: folder, timeout: .usual)
    do {
      while true {
        if case .claimed(let lease) = try claim.advance() { return lease }
      }
    } catch let failure as ClaimFailure where failure.kind == .held {
      return nil
    }
  }

  /// Whether a process that wrote its number is there, and not killed already.
  private static func lives(_ process: String) -> Bool {
    guard !process.isEmpty, let handle = FileHandle(forReadingAtPath: "/proc/\(process)/stat"),
      let status = try? handle.readToEnd()
    else { return false }
    return !String(decoding: status, as: UTF8.self).contains(") Z ")
  }
}
