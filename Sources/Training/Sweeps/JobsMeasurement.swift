import Experiment
import Foundation
import Torch

/// How fast processes train that run side by side, each on cores of its own.
struct JobsMeasurement {
  /// The program that trains, `unet`.
  let program: String
  /// The config of a typical cell.
  let config: String
  /// The cores that may be used.
  let cores: [Int]
  /// An empty folder for what the processes say.
  let folder: String

  /// All train for so many seconds, and at least so many whole steps, but no longer than the most seconds if there was any step.
  private static let (enoughSeconds, enoughSteps, mostSeconds) = (3.0, 3, 60.0)

  /// Images a second of all processes of a split together; nil where one of them failed.
  ///
  /// All begin at once; from when the last is warm until enough was seen, whole steps are counted.
  ///
  /// - Throws: `StopSignal.Raised`; `FileFailure` where no process can be started.
  func imagesPerSecond(_ split: JobsRecord.Split) throws -> Double? {
    let assignment = CoreAssignment(cores: cores, threads: split.threads)
    var processes: [Process] = []
    defer {
      for process in processes {
        // They have nothing to save, and may have been started with signals blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
    }
    for slot in 0..<split.jobs {
      processes.append(try start(slot, threads: split.threads, on: assignment.cores(ofSlot: slot)))
    }
    while true {
      try StopSignal.check()
      let times = StepTimes(outputs: (0..<split.jobs).map(output))
      let (seconds, steps) = times.measured
      let isEnough = seconds >= Self.enoughSeconds && steps >= Self.enoughSteps
      if isEnough || (seconds >= Self.mostSeconds && steps > 0) { return times.imagesPerSecond }
      guard processes.allSatisfy(\.isRunning) else {
        // A Ctrl-C ends them, too.
        try StopSignal.check()
        return nil
      }
      usleep(50_000)
    }
  }

  /// What a process said last on standard error, for who wants to know why none could be measured.
  var complaint: String? {
    let text = try? String(contentsOfFile: path(0, "errors"), encoding: .utf8)
    return text?.split(separator: "\n").first.map(String.init)
  }

  private func start(_ slot: Int, threads: Int, on cores: CoreSet) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["measure-steps", config, "training.threads=\(threads)"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try file(slot, "steps")
    process.standardError = try file(slot, "errors")
    do { try cores.pinned { try process.run() } } catch {
      throw FileFailure(action: "start", path: program, reason: error.localizedDescription)
    }
    return process
  }

  private func file(_ slot: Int, _ kind: String) throws -> FileHandle {
    let path = path(slot, kind)
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw FileFailure(action: "write", path: path, reason: "it cannot be created") }
    return handle
  }

  private func output(_ slot: Int) -> String {
    (try? String(contentsOfFile: path(slot, "steps"), encoding: .utf8)) ?? ""
  }

  private func path(_ slot: Int, _ kind: String) -> String { "\(folder)/\(slot).\(kind)" }
}
