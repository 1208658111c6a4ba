import Foundation
import Testing

@testable import Experiment

@Suite("Leases that are damaged, or none")
struct DamagedLeaseTests {
  /// What may stand in the place of a lease.
  enum Damage: CaseIterable {
    case empty, half, noise, newer, folder, pipe, brokenLink, process

    func leave(at path: String) throws {
      let record = try LeaseRecord(holder: .current, seconds: 3600, inode: 0).bytes
      switch self {
      case .empty: try Data().write(to: URL(fileURLWithPath: path))
      case .half: try record.prefix(record.count / 2).write(to: URL(fileURLWithPath: path))
      case .noise: try Data((0..<5000).map { UInt8($0 % 251) }).write(to: URL(fileURLWithPath: path))
      case .newer:
        let text = String(decoding: record, as: UTF8.self).replacing("\"schema\" : 1", with: "\"schema\" : 2")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      case .folder:
        try Folder.create("\(path)/in/it")
      case .pipe: mkfifo(path, 0o644)
      case .brokenLink: symlink("nowhere", path)
      case .process:
        let group = ProcessIdentity(
          host: ProcessIdentity.current.host, boot: ProcessIdentity.current.boot,
          namespace: ProcessIdentity.current.namespace, process: 0, started: nil)
        try LeaseRecord(holder: group, seconds: 0.3, inode: 0).bytes.write(to: URL(fileURLWithPath: path))
      }
    }
  }

  @Test(
    "Nothing is known of its holder: it is waited for, and the folder is not stuck",
    arguments: Damage.allCases)
  func damaged(damage: Damage) throws {
    try inTemporaryFolder { folder in
      try damage.leave(at: folder.appending(path: ".lease-6").path)
      let (lease, waits) = try claim(folder, timeout: .short)
      #expect(lease.number == 7 && !waits.isEmpty)
      #expect(leaseNames(folder) == [".lease-7", ".writing-7"])
    }
  }

  @Test("One that changes is held")
  func changing() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: ".lease-6")
      try Data("a".utf8).write(to: path)
      var claim = LeaseClaim(on: folder.path, timeout: .usual)
      for _ in 0..<2 { #expect(try claim.advance().isWaiting) }
      try Data("b".utf8).write(to: path)
      let error = #expect(throws: ClaimFailure.self) { try claim.advance() }
      #expect(error?.description.contains(" is held by a process of which nothing is known; ") == true)
    }
  }

  @Test(
    "Other names mean nothing",
    arguments: [
      ".lease-", ".lease-x", ".lease-01", ".lease--1", ".lease-+1", ".lease-9223372036854775807", ".lease-٣",
    ])
  func foreignNames(name: String) throws {
    try inTemporaryFolder { folder in
      try Data().write(to: folder.appending(path: name))
      #expect(try claim(folder).lease.number == 1)
      #expect(leaseNames(folder).contains(name))
    }
  }

  @Test("Leases that a person removed don't let the process write that held the last")
  func removedByHand() throws {
    try inTemporaryFolder { folder in
      let first = try claim(folder, as: .elsewhere("b")).lease
      unlink(folder.appending(path: ".lease-1").path)
      let second = try claim(folder).lease
      #expect(second.number == 2 && leaseNames(folder) == [".lease-2", ".writing-2"])
      #expect(!StagedWrite(staging: first.staging, target: folder.path).prepare("late"))
    }
  }
}
