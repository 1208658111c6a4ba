import Foundation
import Testing

/// A Slurm of one node with two processors, which runs on this machine as long as a test does.
struct Slurm {
  /// The program, in a folder that has images and `smoke.yaml`.
  let program: Program

  /// Its files.
  private var folder: String { program.folder.path + "/cluster" }

  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Scripts/slurm").path

  /// What every process needs that uses it; threads that wait must not spin, since the processors are few.
  var environment: [String: String] { ["SLURM_CONF": folder + "/slurm.conf", "OMP_WAIT_POLICY": "PASSIVE"] }

  /// Starts it, runs `body`, and stops it; where it cannot run, the test is skipped with the reason.
  static func run(_ body: (Slurm) throws -> Void) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let slurm = Slurm(program: program)
      let started = try program.shell("\(script) start \(slurm.folder)")
      guard started.status == 0 else { try Test.cancel("no Slurm: \(started.errors)") }
      defer { _ = try? program.shell("\(script) stop \(slurm.folder)") }
      try body(slurm)
    }
  }

  /// Runs `unet` until it ends.
  func unet(_ arguments: String...) throws -> Program.Result {
    try program.unet(arguments, environment: environment)
  }

  /// Starts `unet`, whose result can be asked for later.
  func begin(_ arguments: String...) throws -> Program.Call {
    try program.begin(arguments, environment: environment)
  }

  /// Runs a shell script, of which the output without its last end of line is returned.
  func shell(_ script: String) throws -> String {
    let exports = environment.map { "export \($0)='\($1)'\n" }.joined()
    let result = try program.shell(exports + script)
    return result.output.trimmingCharacters(in: .newlines)
  }

  /// Waits until a file is there whose name has this pattern.
  func wait(for pattern: String, while process: Process) {
    while (try? shell("compgen -G '\(pattern)'"))?.isEmpty ?? true, process.isRunning { usleep(20_000) }
  }
}
