import Foundation

/// The names of what leases leave in a folder, and what is there.
struct LeaseFolder: Sendable {
  /// What leases have left.
  struct Listing {
    /// The numbers of the leases.
    var leases: [Int] = []
    /// The numbers of the leases that have a staging folder.
    var stagings: [Int] = []
    /// Names of files that were to become leases.
    var attempts: [String] = []

    /// The highest number that was ever seen; 0 where none was.
    var highest: Int { max(leases.max() ?? 0, stagings.max() ?? 0) }
  }

  /// The folder that is leased.
  let path: String

  /// The file of a lease.
  func lease(_ number: Int) -> String { "\(path)/\(Self.lease)\(number)" }

  /// Where the holder of a lease prepares what it writes.
  func staging(_ number: Int) -> String { "\(path)/\(Self.staging)\(number)" }

  /// The folder in it whose name nobody else has: a run folder that took the place of this one may have the same number.
  func workplace(_ file: LeaseFile) -> String { "\(staging(file.number))/\(file.tag)" }

  /// A name for a file that is to become a lease, which nobody else has.
  func attempt() -> String { "\(path)/\(Self.attempt)\(UUID().uuidString)" }

  /// Whether the folder is there.
  var exists: Bool { access(path, F_OK) == 0 }

  /// What is there.
  func listing() throws(FileFailure) -> Listing {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      let reason = exists ? "it cannot be listed" : "No such file or directory"
      throw FileFailure(action: "claim", path: path, reason: reason)
    }
    var found = Listing()
    for name in names {
      if let number = Self.number(in: name, after: Self.lease) { found.leases.append(number) }
      if let number = Self.number(in: name, after: Self.staging) { found.stagings.append(number) }
      if name.hasPrefix(Self.attempt) { found.attempts.append("\(path)/\(name)") }
    }
    return found
  }

  private static let lease = ".lease-"
  private static let staging = ".writing-"
  private static let attempt = ".claim-"
  /// Beyond what is ever counted to: a higher number was not made by this program, and one more might be none.
  static let highestNumber = 1_000_000_000_000

  private static func number(in name: String, after prefix: String) -> Int? {
    guard name.hasPrefix(prefix) else { return nil }
    let digits = name.dropFirst(prefix.count)
    guard let number = Int(digits), (1...highestNumber).contains(number), String(number) == digits else {
      return nil
    }
    return number
  }
}
