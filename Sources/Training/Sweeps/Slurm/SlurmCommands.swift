import Experiment
import Foundation

/// Slurm's own programs.
struct SlurmCommands {
  /// What a program left behind.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// The last thing that it complained of.
    var complaint: String {
      let lines = errors.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      let errors = lines.filter { $0.contains("error: ") }
      return (errors.last ?? lines.first)?.replacing("sbatch: error: ", with: "") ?? "it ended with \(status)"
    }
  }

  /// What the programs find in their environment, `PATH` and `SLURM_CONF` among it.
  let environment: [String: String]

  /// Runs `sbatch`.
  func sbatch(_ arguments: [String]) throws -> Result { try run("sbatch", arguments) }

  /// The tasks of the jobs of these names that Slurm still knows of; nil where it doesn't answer.
  func queue(of names: [String]) throws -> [SlurmTask]? {
    guard !names.isEmpty else { return [] }
    let result = try run(
      "squeue",
      [
        "--noheader", "--array", "--states=all", "--format=\(SlurmTask.format)",
        "--name=\(names.joined(separator: ","))",
      ])
    return result.status == 0 ? result.output.split(separator: "\n").compactMap(SlurmTask.init) : nil
  }

  /// What the accounting says of how a task ended; nil where there is none.
  func accounting(of task: Int, in job: String) throws -> String? {
    let result = try run(
      "sacct",
      ["--noheader", "--parsable2", "--allocations", "--format=State,ExitCode", "--jobs=\(job)_\(task)"])
    return result.status == 0 ? Self.ending(result.output) : nil
  }

  /// `NODE_FAIL` of a line `NODE_FAIL|1:0`; a task that was queued again has several lines, of which the last counts.
  static func ending(_ output: String) -> String? {
    let state = output.split(separator: "\n").last?.split(separator: "|").first.map(String.init)
    return state.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Runs a program until it ends.
  private func run(_ program: String, _ arguments: [String]) throws -> Result {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw FileFailure(action: "start", path: program, reason: error.localizedDescription)
    }
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complained = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self))
  }
}
