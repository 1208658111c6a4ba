import Experiment
import Foundation
import Torch
import Torch

/// Trains cells on this machine, each in a process of its own, so that a crash or want of memory costs one cell.
final class LocalLauncher: Launcher {
  /// A process and the cores that it has for itself.
  private struct Running {
    let process: Process
    let slot: Int
  }

  private let choice: JobsChoice
  private let program: String
  private var running: [Int: Running] = [:]
  private var isStopping = false

  /// - Parameters:
  ///   - choice: how many processes there are at once, and what each has.
  ///   - program: the path of this program.
  init(_ choice: JobsChoice, program: String) {
    self.choice = choice
    self.program = program
  }

  var room: Int { isStopping ? 0 : choice.jobs - running.count }

  var pending: Set<Int> { Set(running.keys) }

  var threads: Int? { choice.threads }

  func start(_ jobs: [CellJob]) throws {
    for job in jobs {
      let taken = Set(running.values.map(\.slot))
      guard let slot = (0..<choice.jobs).first(where: { !taken.contains($0) }) else { return }
      running[job.member.cell.number] = Running(process: try start(job, in: slot), slot: slot)
    }
  }

  func takeEnded() -> [CellEnding] {
    let ended = running.filter { !$0.value.process.isRunning }.sorted { $0.key < $1.key }
    return ended.map { cell, running in
      self.running[cell] = nil
      let status = running.process.terminationStatus
      let isSignal = running.process.terminationReason == .uncaughtSignal
      return CellEnding(cell: cell, how: isSignal ? .signalled(status) : .exited(status))
    }
  }

  func stop() {
    guard !isStopping else { return }
    isStopping = true
    for running in running.values { running.process.terminate() }
  }

  private func start(_ job: CellJob, in slot: Int) throws -> Process {
    let folder = job.member.folder
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments =
      ["run", "--resume", folder.path, "--on-behalf-of", "\(getpid())"]
      + (job.until.map { ["--pause-after", "\($0)"] } ?? [])
    process.environment = ProcessInfo.processInfo.environment.merging(choice.environment(of: slot)) { $1 }
    let output = try Self.output(of: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do {
      // A process inherits the cores of the thread that starts it. One that was begun with more threads would only hold itself up on them.
      let cores = choice.cores(of: slot)
      let fits = job.threads ?? .max <= cores.numbers.count
      try (fits ? cores : CoreSet([])).pinned { try process.run() }
    } catch {
      throw FileFailure(action: "start", path: program, reason: error.localizedDescription)
    }
    return process
  }

  /// The file that the process's words are appended to.
  private static func output(of folder: RunFolder) throws(FileFailure) -> FileHandle {
    let descriptor = open(folder.output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(errnoOf: "open", path: folder.output) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
