import Experiment
import Foundation

/// The processes that a `RunServer` has started for this one.
final class RunProcesses {
  private let server: Process
  private let requests = Pipe()
  private let endings = Pipe()
  private var reader = LineReader()
  /// The numbers of those that have not ended.
  private var running: Set<Int> = []
  /// Whether the server can still be asked.
  private(set) var isThere = true

  /// Starts the server.
  ///
  /// - Throws: `FileFailure`.
  init(program: String) throws {
    server = Process()
    server.executableURL = URL(fileURLWithPath: program)
    server.arguments = ["start-runs"]
    server.standardInput = requests
    server.standardOutput = endings
    do { try server.run() } catch {
      throw FileFailure(action: "start", path: program, reason: error.localizedDescription)
    }
    // Else the server's end of its output stands open here, too, and it would never seem to end.
    try? endings.fileHandleForWriting.close()
    try? requests.fileHandleForReading.close()
  }

  /// The process whose children they are.
  var parent: Int32 { server.processIdentifier }

  /// Starts a process that is called by a number.
  ///
  /// - Throws: where the server is gone.
  func start(_ id: Int, _ start: RunServer.Request.Start) throws {
    try ask(RunServer.Request(id: id, start: start))
    running.insert(id)
  }

  /// Asks a process to save and stop.
  func stop(_ id: Int) { try? ask(RunServer.Request(id: id, start: nil)) }

  /// How those ended that have since this was last asked.
  func takeEnded() -> [(id: Int, how: CellEnding.How)] {
    var bytes = [UInt8](repeating: 0, count: 1 << 12)
    var ended: [(id: Int, how: CellEnding.How)] = []
    while true {
      var output = pollfd(fd: endings.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&output, 1, 0) > 0 else { return ended }
      let count = read(output.fd, &bytes, bytes.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        isThere = false
        // They stop by themselves, saved, as they do where this process ends.
        let reason = "the process that had started it is gone"
        defer { running = [] }
        return ended + running.map { ($0, .lost(reason)) }
      }
      for line in reader.lines(with: bytes[..<count]) {
        guard let ending = try? JSONDecoder().decode(RunServer.Ending.self, from: line) else { continue }
        running.remove(ending.id)
        ended.append((ending.id, Self.how(ending.status)))
      }
    }
  }

  /// What `waitpid` says.
  private static func how(_ status: Int32?) -> CellEnding.How {
    guard let status else { return .lost("the system lets no more processes start") }
    let signal = status & 0x7f
    return signal == 0 ? .exited(status >> 8 & 0xff) : .signalled(signal)
  }

  private func ask(_ request: RunServer.Request) throws {
    let line = try JSONEncoder().encode(request) + Data("\n".utf8)
    try requests.fileHandleForWriting.write(contentsOf: line)
  }
}
