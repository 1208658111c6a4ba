import Foundation
import Synchronization
import Testing

@testable import Experiment

/// How many hold a folder at an instant.
private final class Holders: Sendable {
  private let count = Atomic(0)

  func enter() -> Int { count.add(1, ordering: .relaxed).newValue }
  func leave() { count.subtract(1, ordering: .relaxed) }
}

@Suite("Many that claim a run folder at the same time", .serialized)
struct ContendedLeaseTests {
  @Test("On threads, one has it, and all have had it in the end")
  func threads() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try Folder.create(folder.path)
    defer { try? FileManager.default.removeItem(at: folder) }
    let holders = Holders()
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          var rounds = 0
          while rounds < 15 {
            guard let lease = try? claim(folder).lease else {
              try await Task.sleep(for: .milliseconds(1))
              continue
            }
            #expect(holders.enter() == 1 && !lease.isLost)
            holders.leave()
            lease.release()
            rounds += 1
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(leaseNames(folder).filter { $0.hasPrefix(".writing") || $0.hasPrefix(".claim") }.isEmpty)
  }

  @Test("In processes, too, which are killed in the midst of it")
  func processes() throws {
    try inTemporaryFolder { folder in
      func start(rounds: Int) throws -> Process {
        let process = Process()
        process.executableURL = Bundle.main.bundleURL.resolvingSymlinksInPath().appending(
          path: "claim-folder")
        process.arguments = [folder.path, String(rounds)]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
      }
      let steady = try (0..<3).map { _ in try start(rounds: 20) }
      for round in 0..<15 {
        let victim = try start(rounds: 1_000_000)
        usleep(UInt32(10_000 + 3_000 * round))
        kill(victim.processIdentifier, SIGKILL)
        victim.waitUntilExit()
      }
      for process in steady {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      #expect(try claim(folder).waits.isEmpty)
    }
  }
}
