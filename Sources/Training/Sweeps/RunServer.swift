import Foundation
import Torch

/// Starts processes as forks of its own, which have libtorch loaded already: `unet start-runs`.
///
/// Loading it takes a third of a second, a tenth of what a small cell takes. The process has done nothing else and has no second thread, so that
/// a fork is as good as new. It ends with the one that asks.
public struct RunServer {
  /// A request, as a line of JSON on standard input.
  struct Request: Codable {
    /// A process to be started.
    struct Start: Codable {
      /// The words after the program's name.
      let arguments: [String]
      /// The file that the process's words are appended to.
      let output: String
      /// The cores that it runs on; empty for all.
      let cores: [Int]
      /// What it has in its environment beside what the server has.
      let environment: [String: String]
    }

    /// What the asker calls the process.
    let id: Int
    /// What to start; nil to ask the process to save and stop.
    let start: Start?
  }

  /// How a process ended, as a line of JSON on standard output.
  struct Ending: Codable {
    /// What the asker calls it.
    let id: Int
    /// As `waitpid` has it; nil where it could not be started.
    let status: Int32?
  }

  /// How long to wait between two looks at processes that may have ended, in milliseconds.
  private static let interval: Int32 = 20

  /// Does what the words of a command line say.
  private let run: @Sendable ([String]) -> Void
  private var processes: [pid_t: Int] = [:]

  /// - Parameter run: does what the words of a command line say, in a process of its own, which ends with it.
  public init(running run: @escaping @Sendable ([String]) -> Void) { self.run = run }

  /// Serves until nobody can ask any more.
  public mutating func serve() {
    var reader = LineReader()
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      poll(&input, 1, processes.isEmpty ? -1 : Self.interval)
      if input.revents != 0 {
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        guard count > 0 else { return }
        for line in reader.lines(with: bytes[..<count]) {
          if let request = try? JSONDecoder().decode(Request.self, from: line) { answer(request) }
        }
      }
      reap()
    }
  }

  private mutating func answer(_ request: Request) {
    guard let start = request.start else {
      for (process, id) in processes where id == request.id { kill(process, SIGTERM) }
      return
    }
    let process = fork()
    if process == 0 { become(start) }
    if process > 0 { processes[process] = request.id } else { tell(Ending(id: request.id, status: nil)) }
  }

  private mutating func reap() {
    var status: Int32 = 0
    while true {
      let process = waitpid(-1, &status, WNOHANG)
      guard process > 0 else { return }
      if let id = processes.removeValue(forKey: process) { tell(Ending(id: id, status: status)) }
    }
  }

  private func tell(_ ending: Ending) {
    guard let line = try? JSONEncoder().encode(ending) else { return }
    FileHandle.standardOutput.write(line + Data("\n".utf8))
  }

  /// What a fork does instead of serving.
  ///
  /// A group of its own keeps the Ctrl-C of a terminal from it: its sweep tells it what to do.
  private func become(_ start: Request.Start) -> Never {
    setpgid(0, 0)
    for (name, value) in start.environment { setenv(name, value, 1) }
    let output = open(start.output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard output >= 0, dup2(nothing, STDIN_FILENO) >= 0, dup2(output, STDOUT_FILENO) >= 0,
      dup2(output, STDERR_FILENO) >= 0
    else { _exit(74) }
    // Swift's Mutex remembers the number of its thread, and that of a fork's first thread is its parent's: with that it would never be had.
    let thread = Thread { [run] in
      CoreSet(start.cores).pinned { run(start.arguments) }
      fflush(nil)
      _exit(0)
    }
    thread.stackSize = 8 << 20
    thread.start()
    while true { pause() }
  }
}
