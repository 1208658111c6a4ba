import Diagnostics
import Experiment
import Foundation
import Testing

@testable import Training

@Suite("Cells that a cluster trains")
struct SlurmLauncherTests {
  /// The cells that ended, and how.
  private func ended(_ launcher: SlurmLauncher) throws -> [Int: CellEnding.How] {
    Dictionary(uniqueKeysWithValues: try launcher.takeEnded().map { ($0.cell, $0.how) })
  }

  @Test("Those that are started together are one array, and each ends with the exit code that it left")
  func exitCodes() throws {
    let slurm = try FakeSlurm(cells: 4)
    let launcher = try slurm.launcher()
    for cell in 0..<4 { launcher.start(slurm.jobs(cell..<cell + 1)) }
    #expect(launcher.pending == [0, 1, 2, 3])
    #expect(try ended(launcher).isEmpty)
    #expect(slurm.read("calls").split(separator: "\n").count == 1)
    try slurm.end(1, of: 1, with: 0)
    try slurm.end(2, of: 1, with: 1)
    try slurm.end(3, of: 1, with: 137)
    #expect(try ended(launcher) == [1: .exited(0), 2: .exited(1), 3: .signalled(9)])
    #expect(launcher.pending == [0])
  }

  @Test("One that was stopped has not ended while Slurm has it queued again")
  func requeued() throws {
    let slurm = try FakeSlurm(cells: 1)
    let launcher = try slurm.launcher()
    launcher.start(slurm.jobs(0..<1))
    _ = try launcher.takeEnded()
    try slurm.end(0, of: 1, with: 75)
    try slurm.set(0, of: 1, to: "PD")
    for _ in 0..<4 { #expect(try ended(launcher).isEmpty) }
    try slurm.write("", to: "queue")
    #expect(try ended(launcher).isEmpty)
    #expect(try ended(launcher) == [0: .exited(75)])
  }

  @Test("One that leaves no exit code is lost with Slurm's word for it, once its files have had time to come")
  func lost() throws {
    let slurm = try FakeSlurm(cells: 3)
    let launcher = try slurm.launcher()
    launcher.start(slurm.jobs(0..<3))
    _ = try launcher.takeEnded()
    try slurm.set(0, of: 1, to: "NF")
    try slurm.set(1, of: 1, to: "CA")
    try slurm.write(
      slurm.read("queue").split(separator: "\n").dropLast().joined(separator: "\n") + "\n", to: "queue")
    #expect(try ended(launcher).isEmpty)
    let log = "\(slurm.sweep)/slurm/1/task-"
    #expect(
      try ended(launcher) == [
        0: .lost("its Slurm job left no exit code: its node failed; see \(log)0.log"),
        1: .lost("its Slurm job was cancelled"),
        2: .lost("its Slurm job is gone without an exit code; see \(log)2.log"),
      ])
    #expect(launcher.pending.isEmpty)
  }

  @Test("A controller that is away ends nothing, and what it never heard of is submitted again")
  func away() throws {
    let slurm = try FakeSlurm(cells: 2)
    let launcher = try slurm.launcher()
    launcher.start(slurm.jobs(0..<1))
    _ = try launcher.takeEnded()
    try slurm.write("", to: "away")
    for _ in 0..<3 { #expect(try ended(launcher).isEmpty) }
    try slurm.write(
      "sbatch: error: Batch job submission failed: Unable to contact slurm controller\n", to: "refusal")
    launcher.start(slurm.jobs(1..<2))
    for _ in 0..<3 { #expect(try ended(launcher).isEmpty) }
    #expect(launcher.pending == [0, 1])
    try slurm.write(nil, to: "refusal")
    try slurm.write(nil, to: "away")
    #expect(try ended(launcher).isEmpty)
    while slurm.read("queue").split(separator: "\n").count < 2 { #expect(try ended(launcher).isEmpty) }
    #expect(launcher.pending == [0, 1])
  }

  @Test("An array that Slurm took although its answer was lost is not submitted again")
  func unheard() throws {
    let slurm = try FakeSlurm(cells: 1)
    let launcher = try slurm.launcher()
    try slurm.write(
      "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation\n", to: "refusal")
    launcher.start(slurm.jobs(0..<1))
    #expect(try ended(launcher).isEmpty)
    let name = slurm.read("sweep/slurm/1/name").trimmingCharacters(in: .newlines)
    try slurm.write("7|0|R|\(name)|None\n", to: "queue")
    try slurm.write(nil, to: "refusal")
    for _ in 0..<3 { #expect(try ended(launcher).isEmpty) }
    #expect(slurm.read("sweep/slurm/1/job") == "7\n")
    try slurm.end(0, of: 1, with: 0)
    #expect(try ended(launcher) == [0: .exited(0)])
  }

  @Test("Arrays become smaller until Slurm takes them")
  func limit() throws {
    let slurm = try FakeSlurm(cells: 4)
    let launcher = try slurm.launcher()
    try slurm.write(
      "sbatch: error: Batch job submission failed: Invalid job array specification\n", to: "limit")
    launcher.start(slurm.jobs(0..<4))
    #expect(try ended(launcher).isEmpty)
    #expect(slurm.read("queue").split(separator: "\n").count == 4)
    #expect(launcher.pending == [0, 1, 2, 3])
  }

  @Test("What Slurm refuses for good ends the sweep with its words and the command")
  func refused() throws {
    let slurm = try FakeSlurm(cells: 1)
    let launcher = try slurm.launcher("{partition: nowhere}")
    try slurm.write(
      "sbatch: error: invalid partition specified: nowhere\nsbatch: error: Batch job submission failed: Invalid partition name specified\n",
      to: "refusal")
    launcher.start(slurm.jobs(0..<1))
    let error = #expect(throws: DiagnosticError.self) { try launcher.takeEnded() }
    let text = error?.description ?? ""
    #expect(
      text.hasPrefix(
        "error: Slurm refuses the cells: Batch job submission failed: Invalid partition name specified\n"))
    #expect(text.contains(" --partition=nowhere \(slurm.sweep)/slurm/1/script.sh\n"))
  }

  @Test(
    "What an earlier sweep submitted is pending, whatever the cells are numbered now, until Slurm has it no more"
  )
  func adopted() throws {
    let slurm = try FakeSlurm(cells: 3)
    let first = try slurm.launcher()
    first.start(slurm.jobs(0..<3))
    _ = try first.takeEnded()
    first.stop()
    #expect(first.pending.isEmpty)
    try slurm.end(2, of: 1, with: 0)
    let second = try slurm.launcher()
    #expect(second.pending == [0, 1])
    #expect(try ended(second).isEmpty)
    #expect(second.pending == [0, 1])
    try slurm.set(0, of: 1, to: "CD")
    try slurm.end(1, of: 1, with: 1)
    // Of one that left nothing its own files tell.
    #expect(try ended(second) == [1: .exited(1)])
    #expect(second.pending.isEmpty)
    #expect(try slurm.launcher().pending.isEmpty)
  }

  @Test("Beside an array that is throttled nothing is submitted but what fits in")
  func throttle() throws {
    let slurm = try FakeSlurm(cells: 4)
    let launcher = try slurm.launcher("{throttle: 2}")
    #expect(launcher.room == 1000)
    launcher.start(slurm.jobs(0..<4))
    _ = try launcher.takeEnded()
    #expect(launcher.room == 0)
    for task in 0..<3 { try slurm.end(task, of: 1, with: 0) }
    _ = try launcher.takeEnded()
    #expect(launcher.room == 1)
  }
}
