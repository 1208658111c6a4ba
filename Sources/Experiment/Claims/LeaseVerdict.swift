/// What the newest lease on a folder says.
enum LeaseVerdict {
  /// Nobody holds the folder.
  case free
  /// The lease was replaced while it was looked at.
  case vanished
  /// That process holds it, and lives.
  case held(String)
  /// It was held by that process, of whom nothing is known but that the content would change while it lives.
  case silent(LeaseContent, holder: String, LeaseTimeout)

  /// Looks at a lease.
  ///
  /// - Parameters:
  ///   - observer: who looks: only a process that shares its machine can be seen to have ended.
  ///   - timeout: how long a holder may be silent of whom nothing else is known.
  init(_ number: Int, in folder: LeaseFolder, seenBy observer: ProcessIdentity, _ timeout: LeaseTimeout) {
    guard let content = LeaseContent(of: folder.lease(number)) else {
      self = .vanished
      return
    }
    guard let record = content.record else {
      self = .silent(content, holder: "a process of which nothing is known", timeout)
      return
    }
    guard !record.isReleased else {
      self = .free
      return
    }
    switch record.holder.life(seenBy: observer) {
    case .gone: self = .free
    // In a copy of a folder stands who holds the original.
    case .running where record.inode == content.inode: self = .held(record.words)
    case .running, .unknown: self = .silent(content, holder: record.words, LeaseTimeout(of: record))
    }
  }
}
