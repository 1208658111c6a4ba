import Diagnostics
import Foundation
import Testing

@testable import Experiment

@Suite("The lease on a run folder")
struct LeaseTests {
  @Test("A folder is held until it is released, and its number is never given again")
  func release() throws {
    try inTemporaryFolder { folder in
      let first = try claim(folder).lease
      #expect(first.number == 1 && leaseNames(folder) == [".lease-1", ".writing-1"])
      let error = #expect(throws: ClaimFailure.self) { try claim(folder) }
      #expect(error?.kind == .held)
      let own = ProcessIdentity.current
      #expect(
        error?.description.hasPrefix(
          "\(folder.path) is held by process \(own.process) on host \(own.host), since 20") == true)
      #expect(
        error?.description.hasSuffix(
          " UTC; wait for its end, or stop it there, or train another run with --name NAME") == true)
      first.release()
      #expect(leaseNames(folder) == [".lease-1"])
      let second = try claim(folder).lease
      #expect(second.number == 2 && leaseNames(folder) == [".lease-2", ".writing-2"])
      first.release()
      #expect(leaseNames(folder) == [".lease-2", ".writing-2"])
      #expect(!second.isLost)
    }
  }

  @Test("A lease that nobody refers to any more is released")
  func forgotten() throws {
    try inTemporaryFolder { folder in
      _ = try claim(folder)
      #expect(try claim(folder).waits.isEmpty)
    }
  }

  @Test("What a process left that has ended on this machine is taken over at once")
  func crash() throws {
    try inTemporaryFolder { folder in
      let crashed = try claim(folder, as: .ended).lease
      #expect(StagedWrite(staging: crashed.staging, target: "").prepare("half"))
      let (lease, waits) = try claim(folder)
      #expect(waits.isEmpty && lease.number == 2)
      #expect(leaseNames(folder) == [".lease-2", ".writing-2"])
      withExtendedLifetime(crashed) {}
    }
  }

  @Test("Of a process on another machine a sign of life is waited for, and it is left alone if there is one")
  func livesElsewhere() throws {
    try inTemporaryFolder { folder in
      let other = try claim(folder, as: .elsewhere("b"), timeout: .short).lease
      let error = #expect(throws: ClaimFailure.self) { try claim(folder, timeout: .short) }
      #expect(error?.description.contains("is held by process 12 on host b, since ") == true)
      #expect(!other.isLost && leaseNames(folder) == [".lease-1", ".writing-1"])
    }
  }

  @Test("A silent process on another machine is taken over, but not before the time that it named itself")
  func silentElsewhere() throws {
    try inTemporaryFolder { folder in
      try leave(LeaseRecord(holder: .elsewhere("b"), seconds: 0.3, inode: 0), as: 4, in: folder)
      // How long we would be silent ourselves doesn't count.
      let start = SuspendingClock.now
      let (lease, waits) = try claim(folder, timeout: LeaseTimeout(seconds: 0.1))
      #expect(start.duration(to: .now) >= .seconds(0.3))
      #expect(lease.number == 5 && waits.first?.hasPrefix("process 12 on host b, since ") == true)
    }
  }

  @Test("Someone who takes a silent folder over meanwhile is seen")
  func takenMeanwhile() throws {
    try inTemporaryFolder { folder in
      try leave(LeaseRecord(holder: .elsewhere("b"), seconds: 3600, inode: 0), as: 1, in: folder)
      var late = LeaseClaim(on: folder.path, timeout: .usual)
      for _ in 0..<3 { #expect(try late.advance().isWaiting) }
      try leave(LeaseRecord(holder: .elsewhere("c"), seconds: 3600, inode: 0), as: 2, in: folder)
      let other = try late.advance()
      guard case .waiting(let holder, let rest) = other else {
        Issue.record("\(other)")
        return
      }
      #expect(holder.hasPrefix("process 12 on host c") && rest == 3600)
      try leave(LeaseRecord(holder: .elsewhere("c"), seconds: 3600, inode: 0).beating(1), as: 2, in: folder)
      #expect(throws: ClaimFailure.self) { try late.advance() }
    }
  }

  @Test("A copy of a folder whose process lives is held by nobody")
  func copied() throws {
    try inTemporaryFolder { folder in
      let (original, copy) = (folder.appending(path: "a"), folder.appending(path: "b"))
      try Folder.create(original.path)
      let lease = try claim(original, timeout: .short).lease
      try FileManager.default.copyItem(at: original, to: copy)
      let second = try claim(copy, timeout: .short).lease
      #expect(second.number == 2 && !lease.isLost && FileManager.default.fileExists(atPath: lease.staging))
    }
  }

  @Test("The holder notices that it was taken over, says by whom, and leaves all as it is")
  func noticesLoss() throws {
    try inTemporaryFolder { folder in
      let first = try claim(folder, as: .ended, timeout: .short).lease
      let second = try claim(folder).lease
      while !first.isLost { usleep(1000) }
      let error = #expect(throws: ClaimFailure.self) { try first.check() }
      #expect(error?.kind == .lost)
      #expect(
        error?.description.hasPrefix("\(folder.path) was taken over by process \(getpid()) on host ") == true)
      first.release()
      #expect(leaseNames(folder) == [".lease-2", ".writing-2"])
      try second.check()
      #expect(!second.isLost)
    }
  }

  @Test("A failed write says that the folder is gone, or lost, where that is the reason")
  func explains() throws {
    try inTemporaryFolder { folder in
      let full = FileFailure(action: "write", path: "a.json", reason: "No space left on device")
      let run = folder.appending(path: "run")
      try Folder.create(run.path)
      let lease = try claim(run).lease
      #expect(lease.explained(full) as? FileFailure == full)
      rmdir(lease.staging)
      let lost = lease.explained(full) as? ClaimFailure
      #expect(lost?.kind == .lost)
      #expect(lost?.description.hasPrefix("\(lease.staging) was removed, ") == true)
      try FileManager.default.removeItem(at: run)
      let gone = #expect(throws: FileFailure.self) { try lease.check() }
      #expect(
        gone?.description
          == "cannot write to \(run.path): the run folder was removed or moved away while it was in use")
    }
  }

  @Test("A folder that is not there cannot be claimed")
  func missing() throws {
    try inTemporaryFolder { folder in
      let missing = folder.appending(path: "a")
      let error = #expect(throws: FileFailure.self) { try claim(missing) }
      #expect(error?.description == "cannot claim \(missing.path): No such file or directory")
    }
  }

  @Test("Of two that make a folder at the same time one made it")
  func createNew() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "runs/a").path
      let made = [try Folder.createNew(path), try Folder.createNew(path)]
      #expect(made == [true, false])
    }
  }

  @Test(
    "UNET_LEASE_SECONDS is a number from 1 to 3600",
    arguments: [("", 60.0), ("1", 1), ("2.5", 2.5), ("3600", 3600)])
  func timeout(text: String, seconds: Double) throws {
    #expect(try LeaseTimeout(in: ["UNET_LEASE_SECONDS": text]).seconds == seconds)
    #expect(try LeaseTimeout(in: [:]) == .usual)
  }

  @Test(
    "Another value of UNET_LEASE_SECONDS is refused",
    arguments: ["0", "-1", "3601", "nan", "inf", "many", "1 s"])
  func badTimeout(text: String) {
    let error = #expect(throws: DiagnosticError.self) {
      try LeaseTimeout(in: ["UNET_LEASE_SECONDS": text])
    }
    #expect(
      error?.description == """
        error: UNET_LEASE_SECONDS must be a number of seconds from 1 to 3600, not '\(text)'
            = a run folder whose process on another machine shows no sign of life for so long is taken over; unset it is 60
        """)
  }
}

extension LeaseClaim.Progress {
  var isWaiting: Bool { if case .waiting = self { true } else { false } }
}

/// Puts a lease into a folder as another process has left it.
func leave(_ record: LeaseRecord, as number: Int, in folder: URL) throws {
  try record.bytes.write(to: folder.appending(path: ".lease-\(number)"))
}
