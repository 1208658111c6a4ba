import Foundation

@testable import Experiment

extension ProcessIdentity {
  /// A process of this machine that has ended: no other has its number and its start.
  static var ended: ProcessIdentity {
    let own = current
    return ProcessIdentity(
      host: own.host, boot: own.boot, namespace: own.namespace, process: own.process,
      started: (own.started ?? 0) - 1)
  }

  /// A process of another machine.
  static func elsewhere(_ host: String) -> ProcessIdentity {
    ProcessIdentity(host: host, boot: host, namespace: "1", process: 12, started: 34)
  }
}

extension LeaseTimeout {
  static let short = LeaseTimeout(seconds: 0.3)
}

/// Claims a folder, waiting as long as it takes.
///
/// - Returns: The lease, and the names of those that were waited for.
func claim(
  _ folder: URL, as claimant: ProcessIdentity = .current, timeout: LeaseTimeout = .usual
) throws -> (lease: Lease, waits: [String]) {
  var claim = LeaseClaim(on: folder.path, timeout: timeout, as: claimant)
  var waits: [String] = []
  while true {
    switch try claim.advance() {
    case .claimed(let lease): return (lease, waits)
    case .waiting(let holder, _):
      waits.append(holder)
      usleep(UInt32(claim.pause * 1e6))
    case .working: break
    }
  }
}

/// The names in a folder that leases leave, in order.
func leaseNames(_ folder: URL) -> [String] {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.filter { name in [".lease-", ".writing-", ".claim-"].contains { name.hasPrefix($0) } }.sorted()
}

/// Writes as the holder of a staging folder does: a file under another name, and a rename.
struct StagedWrite {
  let staging: String
  let target: String

  /// Writes the file; `false` where it cannot be.
  func prepare(_ text: String) -> Bool {
    FileManager.default.createFile(atPath: "\(staging)/new", contents: Data(text.utf8))
  }

  /// Puts it in its place; `false` where it cannot be.
  func finish() -> Bool { rename("\(staging)/new", target) == 0 }
}
