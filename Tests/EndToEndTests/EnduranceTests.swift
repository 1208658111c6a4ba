import Foundation
import Testing

@Suite("A long run")
struct EnduranceTests {
  /// What a process holds.
  private struct Holdings: CustomStringConvertible {
    /// Memory in bytes that is resident.
    let resident: Int
    let descriptors: Int
    let threads: Int

    init(leastOf looks: [Holdings]) throws {
      resident = try #require(looks.map(\.resident).min())
      descriptors = try #require(looks.map(\.descriptors).min())
      threads = try #require(looks.map(\.threads).min())
    }

    var description: String { "\(resident >> 10) KiB, \(descriptors) descriptors, \(threads) threads" }

    init(of process: Process) throws {
      let folder = "/proc/\(process.processIdentifier)"
      // A file under /proc has no size: Foundation reads it only through a handle.
      func read(_ name: String) -> String {
        let bytes = FileHandle(forReadingAtPath: "\(folder)/\(name)")?.readDataToEndOfFile()
        return String(decoding: bytes ?? Data(), as: UTF8.self)
      }
      let pages = try #require(read("statm").split(separator: " ").dropFirst().first.flatMap { Int($0) })
      resident = pages * Int(getpagesize())
      descriptors = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd").count
      threads = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task").count
    }
  }

  /// Waits until a run has done so many epochs, and stops it for as long as it is looked at.
  private func holdings(_ program: Program, _ process: Process, after epochs: Int) throws -> Holdings {
    func done() throws -> Int {
      guard program.exists("runs/smoke/metrics.csv") else { return 0 }
      return try program.read("runs/smoke/metrics.csv").split(separator: "\n").count - 1
    }
    while try done() < epochs, process.isRunning { usleep(2000) }
    try #require(process.isRunning, "the run ended before \(epochs) epochs")
    // At some instants it has a file open that it is about to close: the least of several looks is what it holds.
    let looks = try (0..<20).map { _ in
      usleep(5000)
      kill(process.processIdentifier, SIGSTOP)
      defer { kill(process.processIdentifier, SIGCONT) }
      return try Holdings(of: process)
    }
    return try Holdings(leastOf: looks)
  }

  @Test("holds no more memory, descriptors and threads after 5,000 steps than after 500")
  func constant() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let process = try program.start(
        "run", "smoke.yaml", "model={depth: 1, width: 2}", "data.crop=16", "data.samples_per_epoch=200",
        "training.epochs=60", "training.ema=0.9", "training.samples=1")
      defer { process.terminate() }
      // An epoch is 100 steps.
      let early = try holdings(program, process, after: 5)
      let late = try holdings(program, process, after: 50)
      #expect(Double(late.resident) < 1.05 * Double(early.resident), "\(early), then \(late)")
      #expect(late.descriptors <= early.descriptors, "\(early), then \(late)")
      #expect(late.threads <= early.threads, "\(early), then \(late)")
    }
  }
}
