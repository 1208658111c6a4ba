import Experiment
import Foundation
import Torch

/// Trains cells on this machine, each in a process of its own, so that a crash or want of memory costs one cell.
final class LocalLauncher: Launcher {
  private let choice: JobsChoice
  private let program: String
  private var processes: RunProcesses?
  /// Which cores each cell has for itself.
  private var slots: [Int: Int] = [:]
  private var isStopping = false

  /// - Parameters:
  ///   - choice: how many processes there are at once, and what each has.
  ///   - program: the path of this program.
  init(_ choice: JobsChoice, program: String) {
    self.choice = choice
    self.program = program
  }

  var room: Int { isStopping ? 0 : choice.jobs - slots.count }

  var pending: Set<Int> { Set(slots.keys) }

  var threads: Int? { choice.threads }

  func start(_ jobs: [CellJob]) throws {
    for job in jobs {
      let taken = Set(slots.values)
      guard let slot = (0..<choice.jobs).first(where: { !taken.contains($0) }) else { return }
      try start(job, in: slot)
      slots[job.member.cell.number] = slot
    }
  }

  func takeEnded() -> [CellEnding] {
    let ended = processes?.takeEnded() ?? []
    for ending in ended { slots[ending.id] = nil }
    return ended.sorted { $0.id < $1.id }.map { CellEnding(cell: $0.id, how: $0.how) }
  }

  func stop() {
    guard !isStopping else { return }
    isStopping = true
    for cell in slots.keys { processes?.stop(cell) }
  }

  private func start(_ job: CellJob, in slot: Int) throws {
    let folder = job.member.folder
    let processes = try processes.flatMap { $0.isThere ? $0 : nil } ?? RunProcesses(program: program)
    self.processes = processes
    // One that was begun with more threads would only hold itself up on the cores of a slot.
    let cores = choice.cores(of: slot).numbers
    try createOutput(of: folder)
    try processes.start(
      job.member.cell.number,
      RunServer.Request.Start(
        arguments: ["run", "--resume", folder.path, "--on-behalf-of", "\(processes.parent)"]
          + (job.until.map { ["--pause-after", "\($0)"] } ?? []),
        output: folder.output, cores: job.threads ?? .max <= cores.count ? cores : [],
        environment: choice.environment(of: slot)))
  }

  /// Makes the file that the process's words are appended to, which nobody could say of it later that it can't be.
  private func createOutput(of folder: RunFolder) throws(FileFailure) {
    let descriptor = open(folder.output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileFailure(errnoOf: "open", path: folder.output) }
    close(descriptor)
  }
}
