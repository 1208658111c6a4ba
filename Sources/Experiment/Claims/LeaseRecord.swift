import Foundation

/// What stands in the file of a lease.
///
/// Its length never changes: it is written over in place.
struct LeaseRecord: Codable, Hashable, Sendable {
  /// The version of the format that this program writes.
  static let schema = 1

  /// The version of the format.
  let schema: Int
  /// Who holds it.
  let holder: ProcessIdentity
  /// When it was taken, by the holder's clock, for people to read.
  let since: String
  /// After how many seconds without a sign of life others may take the folder.
  let seconds: Double
  /// The number of the file that this was written to: a copy of the folder has another, and is held by nobody.
  let inode: UInt64
  /// A number that grows while the holder lives, or that it has released the folder.
  private var heartbeat: String

  /// A lease that is taken now.
  init(holder: ProcessIdentity, seconds: Double, inode: UInt64) {
    schema = Self.schema
    self.holder = holder
    since = Date().formatted(.iso8601)
    self.seconds = seconds
    self.inode = inode
    heartbeat = Self.beat(0)
  }

  /// The record of a file; `nil` where it is damaged, or of a version that may mean something else.
  init?(_ bytes: Data) {
    guard let record = try? JSONFormat.decode(LeaseRecord.self, from: bytes), record.schema == Self.schema
    else { return nil }
    self = record
  }

  /// Whether the holder has given the folder up.
  var isReleased: Bool { heartbeat == Self.released }

  /// The record after so many signs of life.
  func beating(_ count: Int) -> LeaseRecord { with(Self.beat(count)) }

  /// The record once the folder is given up.
  var givenUp: LeaseRecord { with(Self.released) }

  /// The file's content.
  var bytes: Data { get throws { try JSONFormat.encode(self) } }

  /// "process 12 on host b, since 2026-01-31 09:30:00 UTC".
  var words: String {
    let time = since.replacing("T", with: " ").replacing("Z", with: " UTC")
    return "process \(holder.process) on host \(holder.host), since \(time)"
  }

  private func with(_ heartbeat: String) -> LeaseRecord {
    var copy = self
    copy.heartbeat = heartbeat
    return copy
  }

  private static let width = 12
  private static let released = "released".padding(toLength: width, withPad: " ", startingAt: 0)

  private static func beat(_ count: Int) -> String {
    let digits = String(count)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits.suffix(width)
  }
}
